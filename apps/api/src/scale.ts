import type { Repositories } from '@shopmirror/db'
import { type QueueName, type Queues, queueNames, readReadyWork } from '@shopmirror/jobs'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from './http/api.ts'
import { bearerOf } from './http/auth.ts'
import type { CheckCredential } from './http/check-credential.ts'
import { isSameSecret } from './http/secrets.ts'

const queueList = z.string().transform((list) => list.split(',').map((name) => name.trim()))
const query = z.object({
  queues: queueList.pipe(z.array(z.enum(queueNames)).min(1)).default([...queueNames]),
})

/** What `/internal/scale` reads. */
export interface ScaleDeps {
  queues: Queues
  db: Pick<Repositories, 'stats'>
  /** Bearer token of `/metrics`. Without it, anybody may ask. */
  token?: string | undefined
  checkCredential: CheckCredential
  now(): Date
}

/**
 * `GET /internal/scale?queues=inbox,outbox`: the ready work of these queues together, for an autoscaler. Delayed jobs do
 * not count: more workers would not start them sooner. 503 while a database is down, so that the autoscaler keeps what
 * it has.
 */
export function scaleRoute(app: Api, { token, checkCredential, ...deps }: ScaleDeps): void {
  app.get('/internal/scale', {
    schema: { hide: true, querystring: query },
    config: { rateLimit: false },
    onRequest: async (request: FastifyRequest) => {
      if (token !== undefined)
        await checkCredential(request, bearerOf(request), (given) => isSameSecret(given, token) || null)
    },
    handler: async (request, reply: FastifyReply) => reply.send(await readScale(request.query.queues, deps)),
  })
}

async function readScale(
  names: readonly QueueName[],
  { queues, db, now }: Omit<ScaleDeps, 'token' | 'checkCredential'>,
) {
  const spilledGroups = names.includes('inbox') ? await db.stats.spilled() : 0
  const byQueue = await Promise.all(
    [...new Set(names)].map(async (name) => {
      const { waiting, prioritized, oldestMs } = await readReadyWork(queues[name], now())
      const spilled = name === 'inbox' ? spilledGroups : 0
      const ready = waiting + prioritized + spilled
      return [name, { ready, waiting, prioritized, spilled, oldest_seconds: oldestMs / 1_000 }] as const
    }),
  )
  return {
    ready: byQueue.reduce((sum, [, { ready }]) => sum + ready, 0),
    oldest_seconds: Math.max(...byQueue.map(([, { oldest_seconds }]) => oldest_seconds)),
    queues: Object.fromEntries(byQueue),
  }
}
