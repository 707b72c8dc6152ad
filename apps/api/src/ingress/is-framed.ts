import type { FastifyRequest } from 'fastify'

const FRAMES = ['iframe', 'frame', 'fencedframe', 'object', 'embed']

/** Whether the browser shows the answer inside another page, as it says itself. */
export function isFramed({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return FRAMES.includes(String(headers['sec-fetch-dest']))
}
