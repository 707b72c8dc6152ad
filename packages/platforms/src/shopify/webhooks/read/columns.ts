import type { Json, MirrorRow } from '../../../contract/mirror-rows.ts'
import { type Body, list } from './body.ts'

/** `undefined`: not in the body. */
export type Column = (body: Body) => Json | undefined

export interface Columns {
  fields: Record<string, Json>
  /** Whether the body contains all columns. */
  isWhole: boolean
}

/** A row of the columns in the body. */
export interface Part {
  row: MirrorRow
  isWhole: boolean
}

/** Columns that are not in the body are left out, so that they do not count as empty. */
export function readColumns(body: Body, columns: Readonly<Record<string, Column>>): Columns {
  const fields: Record<string, Json> = {}
  let isWhole = true
  for (const [name, read] of Object.entries(columns)) {
    const value = read(body)
    if (value === undefined) isWhole = false
    else fields[name] = value
  }
  return { fields, isWhole }
}

/** A column of one key; `undefined` when the key is missing. */
export function key(name: string, read: (value: Json) => Json): Column {
  return (body) => {
    const value = body[name]
    return value === undefined ? undefined : read(value)
  }
}

/** A column of one key with a list. */
export function items(name: string, read: (items: Body[]) => Json): Column {
  return (body) => {
    const value = body[name]
    return Array.isArray(value) ? read(list(value)) : undefined
  }
}

/** A column of one key with one of these values, translated to the API's. An unknown value is left out. */
export function word(name: string, words: Readonly<Record<string, string>>): Column {
  return (body) => {
    const value = body[name]
    return typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : undefined
  }
}

/** Values that the API writes in capitals. */
export function capitals(...words: string[]): Record<string, string> {
  return Object.fromEntries(words.map((each) => [each, each.toUpperCase()]))
}
