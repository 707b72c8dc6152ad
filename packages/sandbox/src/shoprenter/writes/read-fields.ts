import { fourPlaces } from '../decimals.ts'
import type { Kind } from '../ids.ts'
import { type Lookup, readReference } from './references.ts'
import { invalid, missing, Refusal } from './refusal.ts'

/** Fields that a resource takes; all others are refused. */
export interface Shape {
  texts?: readonly string[]
  /** Shown with four places, whatever is sent. */
  amounts?: readonly string[]
  /** Shown as sent. */
  numbers?: readonly string[]
  /** Whole numbers. */
  integers?: readonly string[]
  /** Allowed values, by field. */
  choices?: Readonly<Record<string, readonly string[]>>
  refs?: Readonly<Record<string, Kind>>
  /** Lists of related objects, and objects that are no references. */
  nested?: readonly string[]
  /** When it is created. */
  required?: readonly string[]
}

export interface Fields {
  /** As text, as the platform keeps them. */
  values: Record<string, string>
  refs: Record<string, number | null>
  nested: Record<string, unknown>
}

const INTEGER_MAX = 1_000_000_000
const INTEGER = /^-?\d+$/
const AMOUNT = /^-?\d+(\.\d+)?$/
/** https://doc.shoprenter.hu/development/api/02_status_codes.html, 40002 */
const readOnly: ReadonlySet<string> = new Set([
  ...['href', 'innerId', 'dateCreated', 'dateUpdated', 'allImages', 'productPrices', 'productInnerId'],
  ...['grossPrice', 'originalGrossPrice', 'originalPriceCurrency', 'priceCurrency', 'grossPriceCurrency'],
  ...['originalGrossPriceCurrency', 'orderTotals', 'orderProducts', 'orderHistories'],
])

type Body = Readonly<Record<string, unknown>>

/** Checks each field that was sent; throws a `Refusal` for the first that is wrong. */
export function readFields(body: Body, shape: Shape, lookup: Lookup): Fields {
  const fields: Fields = { values: {}, refs: {}, nested: {} }
  for (const [name, value] of Object.entries(body)) {
    const kind = shape.refs?.[name]
    if (kind) fields.refs[name] = readReference(value, { name, kind }, lookup)
    else if (shape.nested?.includes(name)) fields.nested[name] = value
    else fields.values[name] = readScalar(name, value, shape)
  }
  return fields
}

export function requireFields(body: Body, { required = [] }: Shape): void {
  for (const name of required) {
    const value = body[name]
    if (value === undefined || value === null || value === '') throw missing(name)
  }
}

function readScalar(name: string, value: unknown, shape: Shape): string {
  if (readOnly.has(name)) throw new Refusal(400, 40_002, `${name} is read-only`)
  const text = textOf(name, value)
  const { texts = [], amounts = [], numbers = [], integers = [], choices = {} } = shape
  if (texts.includes(name)) return text
  if (amounts.includes(name)) return fourPlaces(toNumber(name, text))
  if (numbers.includes(name)) return toNumber(name, text)
  if (integers.includes(name)) {
    if (!INTEGER.test(text) || Math.abs(Number(text)) > INTEGER_MAX) throw invalid(`${name} must be integer`)
    return text
  }
  const allowed = choices[name]
  if (!allowed) throw new Refusal(400, 40_010, `Parameter not available: ${name}`)
  if (!allowed.includes(text)) throw invalid(`${name}: ${allowed.join(', ')}`)
  return text
}

function toNumber(name: string, text: string): string {
  if (text === '') return '0'
  if (!AMOUNT.test(text)) throw invalid(`${name} must be a number`)
  return text
}

function textOf(name: string, value: unknown): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value === 'boolean') return value ? '1' : '0'
  // Empty texts are read as `{}` and `[]` and may be sent back like that.
  if (typeof value === 'object' && Object.keys(value).length === 0) return ''
  throw invalid(`${name} must be text`)
}
