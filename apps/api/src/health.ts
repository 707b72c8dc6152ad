import type { FastifyInstance } from 'fastify'

const CHECK_TIMEOUT_MS = 1_500

/** Each resolves when its dependency answers. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>

const options = { schema: { hide: true }, config: { rateLimit: false } } as const

/** `/healthz`: the process answers. `/readyz`: and everything it needs does too; else which does not. */
export function healthRoutes(app: FastifyInstance, checks: Checks): void {
  app.get('/healthz', options, async () => ({ status: 'ok' }))

  app.get('/readyz', options, async (_request, reply) => {
    const missing = await findMissing(checks)
    const ready = missing.length === 0
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'not_ready', missing })
  })
}

async function findMissing(checks: Checks): Promise<string[]> {
  const names = Object.keys(checks)
  const results = await Promise.allSettled(Object.values(checks).map((check) => inTime(check())))
  return names.filter((_name, index) => results[index]?.status === 'rejected')
}

async function inTime(work: Promise<unknown>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('It does not answer in time.')), CHECK_TIMEOUT_MS)
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
