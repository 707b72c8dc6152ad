import type { onRequestHookHandler } from 'fastify'

/** Content security policy of JSON responses: load nothing, no framing. */
export const dataPolicy = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }

/** Content security policy of the bundled pages (API documentation, Bull Board): load only from this server. */
export const pagePolicy = {
  defaultSrc: ["'self'"],
  // Both pages have an inline script with their configuration.
  scriptSrc: ["'self'", "'unsafe-inline'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  frameAncestors: ["'none'"],
}

/** Neither proxies nor browsers may cache responses with data. */
export const noStore: onRequestHookHandler = (_request, reply, done) => {
  reply.header('cache-control', 'no-store')
  done()
}
