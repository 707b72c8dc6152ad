import type { NewPush } from '@shopmirror/db'
import { type Platform, type PushKind, pushKindNames, pushKinds, type WriteCapability } from '@shopmirror/platforms'
import type { z } from 'zod'
import type { FieldError } from '../../http/problem.ts'

/** A push as it came: known to be text and objects, nothing more. */
export interface GivenPush {
  key: string
  kind: string
  object: Record<string, unknown>
  payload: Record<string, unknown>
}

/** Either what can be stored, or what is wrong with it, by the path within the request. */
export type Checked = { push: NewPush } | { errors: FieldError[] }

/** Whether a shop of the platform can carry the push out. What it cannot is refused before it is accepted. */
export function checkPush(given: GivenPush, platform: Platform, path: string): Checked {
  const kind = pushKindNames.find((known) => known === given.kind)
  const taken = pushKindNames.filter((known) => platform.writes?.[known])
  const capability = kind && platform.writes?.[kind]
  if (!kind || !capability) return { errors: [{ path: `${path}.kind`, message: describeKinds(platform.id, taken) }] }

  const { object, payload, entity } = pushKinds[kind]
  const checks = [
    { name: 'object', result: object.safeParse(given.object) },
    { name: 'payload', result: payload.safeParse(given.payload) },
  ] as const
  const errors = checks.flatMap(({ name, result }) => (result.error ? toErrors(result.error, `${path}.${name}`) : []))
  const [named, wanted] = [checks[0].result.data, checks[1].result.data]
  if (!named || !wanted) return { errors }
  const limits = checkLimits(wanted, capability, `${path}.payload`, platform.id)
  return limits.length > 0
    ? { errors: limits }
    : { push: { key: given.key, kind, entity, object: named, payload: wanted } }
}

function describeKinds(platform: string, taken: readonly PushKind[]): string {
  const choice = taken.length > 0 ? `choose from ${taken.join(', ')}` : 'nothing can be pushed to them'
  return `is not a kind that ${platform} shops take: ${choice}`
}

function toErrors(error: z.ZodError, path: string): FieldError[] {
  return error.issues.map((issue) => ({ path: [path, ...issue.path].join('.'), message: issue.message }))
}

function checkLimits(
  payload: Record<string, unknown>,
  { fields, quantity }: WriteCapability,
  path: string,
  platform: string,
): FieldError[] {
  const foreign = Object.keys(payload).filter((field) => !fields.includes(field))
  const errors = foreign.map((field) => ({
    path: `${path}.${field}`,
    message: `is not carried out by ${platform} shops: leave it out, or choose from ${fields.join(', ')}`,
  }))
  const value = payload.quantity
  if (quantity && typeof value === 'number' && (value < quantity.min || value > quantity.max))
    errors.push({
      path: `${path}.quantity`,
      message: `has to be from ${quantity.min} to ${quantity.max} in ${platform} shops`,
    })
  return errors
}
