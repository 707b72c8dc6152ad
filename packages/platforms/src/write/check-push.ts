import type { z } from 'zod'
import type { Platform } from '../contract/platform.ts'
import { entityOf, type PushEntity, type PushKind, pushKindNames, pushKinds } from '../contract/push-kinds.ts'
import type { WriteCapability } from '../contract/writes.ts'
import { checkFields, type PushFault } from './check-fields.ts'

/** A push as it came: known to be a text and two objects, nothing more. */
export interface GivenPush {
  kind: string
  object: Record<string, unknown>
  payload: Record<string, unknown>
}

/** A push that a shop of the platform can carry out. */
export interface CheckedPush {
  kind: PushKind
  entity: PushEntity
  object: Record<string, string>
  payload: Record<string, unknown>
}

/** Whether a shop of the platform can carry a push out, as far as it can be decided without the shop. */
export function checkPush(given: GivenPush, platform: Platform): CheckedPush | { faults: PushFault[] } {
  const kind = pushKindNames.find((known) => known === given.kind)
  const capability = kind && platform.writes?.[kind]
  if (!kind || !capability) return { faults: [{ path: 'kind', message: describeKinds(platform, given.kind) }] }

  const rules = pushKinds[kind]
  const object = rules.object.safeParse(given.object)
  const payload: z.ZodSafeParseResult<Record<string, unknown>> = rules.payload.safeParse(given.payload)
  if (!object.success || !payload.success)
    return { faults: [...faultsOf(object.error, 'object'), ...faultsOf(payload.error, 'payload')] }
  const faults = checkFields(payload.data, capability as WriteCapability, platform.id)
  if (faults.length > 0) return { faults }
  return { kind, entity: entityOf(kind, object.data), object: object.data, payload: payload.data }
}

function describeKinds({ id, writes = {}, unsupportedWrites = {} }: Platform, given: string): string {
  const reason = pushKindNames.find((known) => known === given && unsupportedWrites[known])
  if (reason) return `is not carried out by ${id} shops: ${unsupportedWrites[reason]}`
  const taken = pushKindNames.filter((known) => writes[known])
  const choice = taken.length > 0 ? `choose from ${taken.join(', ')}` : 'nothing can be pushed to them'
  return `is not a kind that ${id} shops take: ${choice}`
}

function faultsOf(error: z.ZodError | undefined, root: string): PushFault[] {
  return (error?.issues ?? []).map(({ path, message }) => ({ path: [root, ...path].join('.'), message }))
}
