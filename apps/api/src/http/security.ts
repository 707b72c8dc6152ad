import type { onRequestHookHandler } from 'fastify'

/** For answers that are data: nothing may be loaded by them, nobody may frame them. */
export const dataPolicy = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }

/** For the pages we bring along, documentation and Bull Board: everything from here, nothing from anywhere else. */
export const pagePolicy = {
  defaultSrc: ["'self'"],
  // Both configure themselves in a script of the page.
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

/** Answers with data are nobody's to keep, neither a proxy's nor a browser's. */
export const noStore: onRequestHookHandler = (_request, reply, done) => {
  reply.header('cache-control', 'no-store')
  done()
}
