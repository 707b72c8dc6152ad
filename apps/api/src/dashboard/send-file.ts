import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BuiltFile } from './load-build.ts'

/** A year: the most that HTTP caches promise to keep. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

/** Sends a file in the best coding that the browser takes; 304 when it has it. */
export function sendFile(file: BuiltFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.headers({
    'cache-control': file.isImmutable ? IMMUTABLE : 'no-cache',
    etag: file.etag,
    vary: 'accept-encoding',
  })
  if (request.headers['if-none-match']?.includes(file.etag)) return reply.code(304).send()
  const coding = codingOf(request.headers['accept-encoding'], file)
  if (coding !== 'identity') reply.header('content-encoding', coding)
  return reply.type(file.type).send(file.bodies[coding])
}

function codingOf(accepted: string | string[] | undefined, { bodies }: BuiltFile): keyof BuiltFile['bodies'] {
  const tokens = String(accepted ?? '')
    .toLowerCase()
    .split(',')
    .map((token) => token.trim())
    .filter((token) => !/;\s*q=0(\.0*)?$/.test(token))
    .map((token) => token.split(';')[0])
  if (bodies.br && tokens.includes('br')) return 'br'
  if (bodies.gzip && tokens.includes('gzip')) return 'gzip'
  return 'identity'
}
