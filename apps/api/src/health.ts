import type { FastifyInstance } from 'fastify'

const options = { schema: { hide: true }, config: { rateLimit: false } } as const

/**
 * `/healthz`: 200 while the process answers. `/readyz`: 200 if every dependency accepts a write, else 503 with
 * `missing`.
 */
export function healthRoutes(app: FastifyInstance, findMissing: () => Promise<string[]>): void {
  app.get('/healthz', options, async () => ({ status: 'ok' }))

  app.get('/readyz', options, async (_request, reply) => {
    const missing = await findMissing()
    const ready = missing.length === 0
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'not_ready', missing })
  })
}
