import type { Logger } from '@shopmirror/config'
import { type SyncStarters, startDueSyncs } from '@shopmirror/jobs'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { bearerOf } from '../http/auth.ts'
import type { CheckCredential } from '../http/check-credential.ts'
import { dataOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { isSameSecret } from '../http/secrets.ts'

/** What the route for an external cron needs. */
export interface InternalDeps extends SyncStarters {
  /** `INTERNAL_SYNC_SECRET`; without it the route answers 404. */
  secret?: string | undefined
  checkCredential: CheckCredential
  log: Logger
  now(): Date
}

/** For an external cron instead of the built-in schedule. */
export function internalRoutes(app: Api, { secret, checkCredential, ...deps }: InternalDeps): void {
  app.post('/internal/scheduled-sync', {
    schema: {
      operationId: 'startDueSyncs',
      summary: 'Start the syncs that are due',
      description: 'What the built-in clock does each minute. `Authorization: Bearer {INTERNAL_SYNC_SECRET}`.',
      tags: ['Operations'],
      security: [{ internalSecret: [] }],
      response: { 200: dataOf(z.object({ started: z.int().describe('Number of runs started') })) },
      problems: ['not-found'],
    },
    config: { rateLimit: { max: 60, timeWindow: 60_000 } },
    onRequest: async (request) => {
      if (secret === undefined) throw new Problem('not-found')
      await checkCredential(request, bearerOf(request), (given) => isSameSecret(given, secret) || null)
    },
    handler: async () => ({ data: { started: await startDueSyncs(deps, AbortSignal.timeout(30_000)) } }),
  })
}
