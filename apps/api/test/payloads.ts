import fc from 'fast-check'

/** A JSON Schema as `/capabilities` gives it; only what those of pushes use. */
interface Schema {
  type?: string
  enum?: unknown[]
  const?: unknown
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  items?: Schema
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  propertyNames?: Schema
}

const ITEMS_MAX = 4
const TEXT_MAX = 300
const formats: Record<string, fc.Arbitrary<unknown>> = {
  email: fc.emailAddress(),
  uri: fc.webUrl(),
  'date-time': fc
    .date({ min: new Date('2020-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString()),
}

/**
 * Values of a schema, now and then with a part of another type, out of bounds, missing, or one too many. `faults`: how
 * often, in 100.
 */
export function payloadsOf(schema: Schema, faults: number): fc.Arbitrary<unknown> {
  const valid = validOf(schema, faults)
  return faults === 0 ? valid : fc.oneof({ weight: 100 - faults, arbitrary: valid }, { weight: faults, arbitrary: odd })
}

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.constantFrom(null, -1, 1e300, '', 'a'.repeat(70_000), '\0', '\ud800', [], {}, '0x1F', '1e5', ' 12', '-3.5'),
)

function validOf(schema: Schema, faults: number): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => payloadsOf(each, faults)))
  const { minItems = 0, maxItems = ITEMS_MAX, items = {} } = schema
  switch (schema.type) {
    case 'object':
      return objectOf(schema, faults)
    case 'array':
      return fc.array(payloadsOf(items, faults), {
        minLength: minItems,
        maxLength: Math.max(minItems, Math.min(maxItems, ITEMS_MAX)),
      })
    case 'string':
      return textOf(schema)
    case 'integer':
    case 'number':
      return fc.integer({ min: Math.max(schema.minimum ?? -1e9, -1e9), max: Math.min(schema.maximum ?? 1e9, 1e9) })
    case 'boolean':
      return fc.boolean()
    default:
      return fc.constant(null)
  }
}

function textOf({ format, pattern, minLength = 0, maxLength = TEXT_MAX }: Schema): fc.Arbitrary<unknown> {
  const known = format === undefined ? undefined : formats[format]
  if (known) return known
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  return fc.string({ minLength, maxLength: Math.min(maxLength, TEXT_MAX), unit: 'grapheme' })
}

function objectOf(
  { properties = {}, required = [], additionalProperties, propertyNames }: Schema,
  faults: number,
): fc.Arbitrary<unknown> {
  if (typeof additionalProperties === 'object' && Object.keys(properties).length === 0)
    return fc.dictionary(
      textOf({ ...propertyNames }) as fc.Arbitrary<string>,
      payloadsOf(additionalProperties, faults),
      { maxKeys: ITEMS_MAX },
    )
  const values = Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, payloadsOf(each, faults)]))
  const object = fc.record(values, { requiredKeys: required })
  if (faults === 0) return object
  // The parser of requests refuses `__proto__` before anything reads it.
  const name = fc.string({ minLength: 1, maxLength: 20 }).filter((each) => each !== '__proto__')
  const others = fc.dictionary(name, fc.jsonValue(), { minKeys: 1, maxKeys: 1 })
  return fc.oneof(
    { weight: 100 - faults, arbitrary: object },
    { weight: faults, arbitrary: fc.record(values, { requiredKeys: [] }) },
    { weight: faults, arbitrary: fc.tuple(object, others).map(([known, other]) => ({ ...known, ...other })) },
  )
}
