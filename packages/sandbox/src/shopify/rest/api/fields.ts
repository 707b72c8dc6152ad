import type { Body } from '../bodies/body.ts'
import { listParameter, type RestRequest } from './request.ts'

/** The top-level fields that the `fields` parameter asks for; everything without it. */
export function selectFields({ query }: RestRequest): (body: Body) => Body {
  const names = new Set(listParameter(query, 'fields'))
  if (names.size === 0) return (body) => body
  return (body) => Object.fromEntries(Object.entries(body).filter(([name]) => names.has(name)))
}
