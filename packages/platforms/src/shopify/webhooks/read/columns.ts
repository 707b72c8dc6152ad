import type { Json, MirrorRow } from '../../../contract/mirror-rows.ts'
import { type Body, list } from './body.ts'

/** `undefined`: the body does not say. */
export type Column = (body: Body) => Json | undefined

export interface Columns {
  fields: Record<string, Json>
  /** Whether the body says all of them. */
  isWhole: boolean
}

/** A row as far as its body says it. */
export interface Part {
  row: MirrorRow
  isWhole: boolean
}

/** What a body does not say is not named, so that nobody takes it for empty. */
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

/** Of one key; where that is missing, nothing is known. */
export function key(name: string, read: (value: Json) => Json): Column {
  return (body) => {
    const value = body[name]
    return value === undefined ? undefined : read(value)
  }
}

/** Of one key that holds a list. */
export function items(name: string, read: (items: Body[]) => Json): Column {
  return (body) => {
    const value = body[name]
    return Array.isArray(value) ? read(list(value)) : undefined
  }
}

/** Of one key that holds one of these words, by what the API calls it; of another word nobody knows what that would be. */
export function word(name: string, words: Readonly<Record<string, string>>): Column {
  return (body) => {
    const value = body[name]
    return typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : undefined
  }
}

/** Words that the API writes in the same way, in capitals. */
export function capitals(...words: string[]): Record<string, string> {
  return Object.fromEntries(words.map((each) => [each, each.toUpperCase()]))
}
