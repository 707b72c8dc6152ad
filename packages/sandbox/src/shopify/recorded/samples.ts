import { existsSync, readFileSync } from 'node:fs'

/** Recordings of others, not ours to ship: read where a copy of them lies beside the checkout. */
const folder = new URL('../../../../../../shared/samples/shopify/', import.meta.url)

export const hasRecordings = existsSync(folder)

/** One question, and what Shopify answered. */
export interface Exchange {
  query: string
  variables: Record<string, unknown>
  answer: unknown
}

type Body = Record<string, unknown>

export function readRecording(name: string): Body {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Body
}

/** The recorders wrote the same things down in different ways; `query` is for what they kept elsewhere. */
export function exchangeIn(recorded: unknown, query?: string): Exchange {
  const { response, ...asked } = recorded as { query?: string; variables?: Body; response: Body }
  const text = asked.query ?? query
  if (text === undefined) throw new Error('The recording names no question: give the one it was made with.')
  return { query: text, variables: asked.variables ?? {}, answer: response.payload ?? response.body ?? response }
}

/** The recording under a path of names. */
export function at(recording: unknown, ...path: string[]): unknown {
  return path.reduce((value, name) => (value as Body)[name], recording)
}

export function namedIn(recording: unknown, ...path: string[]): [name: string, recorded: unknown][] {
  return Object.entries(at(recording, ...path) as Body)
}
