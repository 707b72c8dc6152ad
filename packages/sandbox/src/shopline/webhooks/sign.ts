import { createHmac } from 'node:crypto'

/** https://shopline-developers.readme.io/docs/webhook-signature: over the time and the body with its keys sorted at every depth. */
export function signBody(body: object, timestamp: string, secret: string): string {
  return createHmac('sha256', secret)
    .update(`${timestamp}:${JSON.stringify(sortKeys(body))}`)
    .digest('hex')
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, sortKeys(inner)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
