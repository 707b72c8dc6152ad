import type { WriteCapability } from '../contract/writes.ts'

/** Where a push is wrong, as `payload.quantity`, and why. */
export interface PushFault {
  path: string
  message: string
}

/** What of a valid payload the platform's shops do not take. */
export function checkFields(payload: object, capability: WriteCapability, platform: string): PushFault[] {
  const leaves = [...leavesOf(payload)]
  const faults = leaves.flatMap((leaf) => faultOf(leaf, capability, platform) ?? [])
  const missing = (capability.required ?? []).filter((field) => !leaves.some(({ name }) => isWithin(name, field)))
  return [
    ...faults,
    ...missing.map((field) => ({ path: `payload.${field}`, message: `is required by ${platform} shops` })),
  ]
}

interface Leaf {
  /** Where it stands: `lines.3.price`. */
  path: string
  /** What it is, whatever its position in a list: `lines.price`. */
  name: string
  value: unknown
}

function* leavesOf(value: unknown, at: Omit<Leaf, 'value'> = { path: '', name: '' }): Generator<Leaf> {
  const isList = Array.isArray(value)
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : []
  if (entries.length === 0) {
    if (at.name !== '') yield { ...at, value }
    return
  }
  for (const [key, each] of entries) {
    const path = join(at.path, key)
    yield* leavesOf(each, { path, name: isList ? at.name : join(at.name, key) })
  }
}

function join(base: string, key: string): string {
  return base === '' ? key : `${base}.${key}`
}

function isWithin(name: string, field: string): boolean {
  return name === field || name.startsWith(`${field}.`)
}

function faultOf({ path, name, value }: Leaf, capability: WriteCapability, platform: string): PushFault | null {
  const fault = (message: string) => ({ path: `payload.${path}`, message })
  const { fields, alternatives = {}, values = {}, quantity } = capability
  if (!fields.some((field) => isWithin(name, field))) {
    const instead = Object.keys(alternatives).find((field) => isWithin(name, field))
    const advice = instead ? alternatives[instead] : `leave it out, or choose from ${fields.join(', ')}`
    return fault(`is not carried out by ${platform} shops: ${advice}`)
  }
  const allowed = values[name]
  if (allowed && !allowed.includes(String(value)))
    return fault(`has to be one of ${allowed.join(', ')}${reasonOf(alternatives[name])}`)
  if (name !== 'quantity' || !quantity || typeof value !== 'number') return null
  if (value >= quantity.min && value <= quantity.max) return null
  return fault(`has to be from ${quantity.min} to ${quantity.max} in ${platform} shops`)
}

function reasonOf(alternative: string | undefined): string {
  return alternative === undefined ? '' : `: ${alternative}`
}
