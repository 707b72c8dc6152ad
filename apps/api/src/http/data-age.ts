import { AsyncLocalStorage } from 'node:async_hooks'
import type { Api } from './api.ts'

/** Age of what an answer shows, ms, at most; absent when it was read from the primary. */
export const DATA_AGE_HEADER = 'x-data-age-ms'

/** Tells callers how old the rows of a list are that was read from a replica. */
export interface DataAge {
  /** Part of the answer to the current request is so old, ms. */
  note(ageMs: number): void
  register(app: Api): void
}

export function createDataAge(): DataAge {
  const current = new AsyncLocalStorage<{ ageMs: number | null }>()
  return {
    note(ageMs) {
      const answer = current.getStore()
      if (answer) answer.ageMs = Math.max(answer.ageMs ?? 0, ageMs)
    },
    register(app) {
      app.addHook('onRequest', (_request, _reply, done) => current.run({ ageMs: null }, done))
      app.addHook('onSend', async (_request, reply) => {
        const ageMs = current.getStore()?.ageMs ?? null
        if (ageMs !== null) reply.header(DATA_AGE_HEADER, Math.ceil(ageMs))
      })
    },
  }
}
