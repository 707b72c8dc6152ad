import type { Json } from '../../contract/mirror-rows.ts'

export type Wire = { [key: string]: Json }

/** ShopRenter writes an empty value as `{}`, `[]`, `""` or `null`, depending on the resource. */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  if (typeof value !== 'object') return false
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0
}

/** A scalar as text; `null` for every empty value. */
export function text(value: Json | undefined): string | null {
  if (isEmpty(value) || typeof value === 'object') return null
  return String(value)
}

/** A decimal as written; `null` for anything else. */
export function decimal(value: Json | undefined): string | null {
  const written = text(value)
  return written !== null && /^-?\d+(\.\d+)?$/.test(written) ? written : null
}

export function integer(value: Json | undefined): number | null {
  const number = Number(text(value) ?? Number.NaN)
  return Number.isInteger(number) ? number : null
}

export function flag(value: Json | undefined): boolean | null {
  const written = text(value)
  return written === null ? null : written === '1' || written === 'true'
}

export function object(value: Json | undefined): Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

/** A list, also when the platform sends a single object for a list of one. */
export function list(value: Json | undefined): Wire[] {
  if (isEmpty(value)) return []
  return (Array.isArray(value) ? value : [value]).map((item) => object(item))
}

/** The id of an object or of a link to one: the last part of the path. Hosts in links are ignored. */
export function idOf(value: Json | undefined): string | null {
  const { id, href } = object(value)
  return text(id) ?? idOfHref(text(href))
}

function idOfHref(href: string | null): string | null {
  const last = href?.split('?')[0]?.split('/').at(-1)
  if (!last) return null
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

/** The text of the documentation wraps answers in `response`; its samples do not. */
export function unwrap(value: Json): Wire {
  const whole = object(value)
  return 'response' in whole ? object(whole.response) : whole
}

/** Removes password hashes of customers, which the API returns, before anything else reads the answer. */
export function parseWithoutPasswords(json: string): Json {
  const value: Json = JSON.parse(json)
  if (/"password"/i.test(json)) dropPasswords(value)
  return value
}

function dropPasswords(value: Json): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) dropPasswords(item)
    return
  }
  for (const key of Object.keys(value)) {
    if (key.toLowerCase() === 'password') delete value[key]
    else dropPasswords(value[key] ?? null)
  }
}
