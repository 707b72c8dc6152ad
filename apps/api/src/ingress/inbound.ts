import type { InboundRequest } from '@shopmirror/platforms'
import type { FastifyRequest } from 'fastify'

const EMPTY = Buffer.alloc(0)

/** The request in the form that platforms verify: the query and body are unparsed. */
export function inboundOf({ method, url, headers, body }: Pick<FastifyRequest, 'method' | 'url' | 'headers' | 'body'>) {
  const mark = url.indexOf('?')
  return {
    method,
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers,
    body: Buffer.isBuffer(body) ? body : EMPTY,
  } satisfies InboundRequest
}
