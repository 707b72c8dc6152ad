import type { z } from 'zod'
import type { Platform } from '../contract/platform.ts'
import { type PushEntity, type PushKind, pushKindNames, pushKinds } from '../contract/push-kinds.ts'
import type { WriteCapability } from '../contract/writes.ts'

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

/** Where a push is wrong, as `payload.quantity`, and why. */
export interface PushFault {
  path: string
  message: string
}

/** Whether a shop of the platform can carry a push out, as far as it can be decided without the shop. */
export function checkPush(given: GivenPush, platform: Platform): CheckedPush | { faults: PushFault[] } {
  const kind = pushKindNames.find((known) => known === given.kind)
  const capability = kind && platform.writes?.[kind]
  if (!kind || !capability) return { faults: [{ path: 'kind', message: describeKinds(platform) }] }

  const rules = pushKinds[kind]
  const object = rules.object.safeParse(given.object)
  const payload = rules.payload.safeParse(given.payload)
  if (!object.success || !payload.success)
    return { faults: [...faultsOf(object.error, 'object'), ...faultsOf(payload.error, 'payload')] }
  const faults = checkLimits(payload.data, capability, platform.id)
  return faults.length > 0 ? { faults } : { kind, entity: rules.entity, object: object.data, payload: payload.data }
}

function describeKinds({ id, writes = {} }: Platform): string {
  const taken = pushKindNames.filter((known) => writes[known])
  const choice = taken.length > 0 ? `choose from ${taken.join(', ')}` : 'nothing can be pushed to them'
  return `is not a kind that ${id} shops take: ${choice}`
}

function faultsOf(error: z.ZodError | undefined, root: string): PushFault[] {
  return (error?.issues ?? []).map(({ path, message }) => ({ path: [root, ...path].join('.'), message }))
}

function checkLimits(
  payload: Record<string, unknown>,
  { fields, quantity }: WriteCapability,
  platform: string,
): PushFault[] {
  const foreign = Object.keys(payload).filter((field) => !fields.includes(field))
  const faults = foreign.map((field) => ({
    path: `payload.${field}`,
    message: `is not carried out by ${platform} shops: leave it out, or choose from ${fields.join(', ')}`,
  }))
  const value = payload.quantity
  if (!quantity || typeof value !== 'number' || (value >= quantity.min && value <= quantity.max)) return faults
  const message = `has to be from ${quantity.min} to ${quantity.max} in ${platform} shops`
  return [...faults, { path: 'payload.quantity', message }]
}
