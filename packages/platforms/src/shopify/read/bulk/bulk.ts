import { RateLimitedError } from '../../../contract/errors.ts'
import type { Json } from '../../../contract/mirror-rows.ts'
import type { Page } from '../../../contract/reads.ts'
import type { BulkReader, ClientContext } from '../../api/client-context.ts'
import { type BulkState, parseCursor, toCursor } from './cursor.ts'
import { createOperations } from './operations.ts'
import type { BulkResources } from './resources.ts'
import { readResult, readSpooled } from './result.ts'
import { requireSpool, SpoolError } from './spool-error.ts'
import { type BulkWork, emptyPage } from './work.ts'

/** A result that is gone is asked for again so often; then it is read page by page. */
const RESTARTS_MAX = 2
/** Small operations take a second, large ones hours; the finish webhook wakes a run earlier. */
const POLL_FIRST_MS = 1_000
const POLL_MAX_MS = 30_000

/**
 * Reads everything of a resource by a bulk operation. The shop runs the query by itself and takes hardly any of the
 * shop's points, but needs a while to begin: it pays where page by page would use up a full bucket and then wait for
 * points. So whoever has fewer objects than `SHOPIFY_BULK_FROM` is read page by page, as is everything that bulk
 * operations cannot do or did not do in time (`SHOPIFY_BULK_MAX_MINUTES`), and what this machine cannot keep
 * (`SHOPIFY_SPOOL_DIR`). A partial result is never taken for all.
 *
 * Each call is one step, and all it needs stands in the cursor: begin → ask until it is ready (`RateLimitedError`
 * parks the run meanwhile) → fetch the result → one page for each part of it. Whoever resumes on another machine
 * fetches the result again. https://shopify.dev/docs/api/usage/bulk-operations/queries
 */
export function createBulkReader(context: ClientContext, resources: BulkResources): BulkReader {
  const operations = createOperations(context.api)
  const held: BulkWork['held'] = { part: null }
  return {
    async readPage({ resource, window, cursor }) {
      const kind = resources[resource]
      if (window || !kind) return null
      const work = { resource, kind, context, operations, held }
      try {
        return await readNext(work, cursor)
      } catch (error) {
        if (!(error instanceof SpoolError)) throw error
        return fallBackToPages(work, `cannot store its result: ${error.message}`)
      }
    },
  }
}

async function readNext(work: BulkWork, cursor: Json): Promise<Page | null> {
  if (cursor === null) return (await isLargeEnough(work)) ? begin(work, 0) : null
  const state = parseCursor(cursor)
  return state && ((await readSpooled(work, state)) ?? resume(work, state))
}

async function isLargeEnough({ kind, context }: BulkWork): Promise<boolean> {
  const { SHOPIFY_BULK_FROM: from } = context.settings
  return from === 0 || (await kind.count(context, from)) >= from
}

/** Before the shop works for hours on a result that cannot be kept, the spool is tried. */
async function begin({ kind, context, operations }: BulkWork, restarts: number): Promise<Page> {
  await requireSpool(context.settings.SHOPIFY_SPOOL_DIR)
  const requestedAt = context.now()
  const { id, createdAt } = await operations.start(kind.query, requestedAt)
  // One that an earlier call began may not have seen what changed since.
  const startedAt = new Date(Math.min(requestedAt.getTime(), Date.parse(createdAt)))
  return emptyPage(startedAt, toCursor({ id, startedAt: startedAt.toISOString(), restarts }))
}

async function resume(work: BulkWork, state: BulkState): Promise<Page | null> {
  const operation = await work.operations.find(state.id)
  if (!operation) return restart(work, state)
  switch (operation.status) {
    case 'COMPLETED':
      return (await readResult(work, state, operation)) ?? restart(work, state)
    case 'CREATED':
    case 'RUNNING':
      return wait(work, state)
    default:
      return fallBackToPages(work, `ended as ${operation.status} (${operation.errorCode ?? 'no reason given'}).`)
  }
}

async function wait(work: BulkWork, { id, startedAt }: BulkState): Promise<null> {
  const { SHOPIFY_BULK_MAX_MINUTES: minutes } = work.context.settings
  const ageMs = work.context.now().getTime() - Date.parse(startedAt)
  if (ageMs > minutes * 60_000) {
    await work.operations.cancel(id)
    return fallBackToPages(work, `was not ready after ${minutes} minutes (SHOPIFY_BULK_MAX_MINUTES) and was cancelled.`)
  }
  throw new RateLimitedError(`${work.kind.query.name}: the bulk operation is not ready yet.`, {
    platform: 'shopify',
    retryAfterMs: Math.min(POLL_MAX_MS, Math.max(POLL_FIRST_MS, ageMs / 4)),
  })
}

/** Results are kept for seven days. */
async function restart(work: BulkWork, { restarts }: BulkState): Promise<Page | null> {
  if (restarts < RESTARTS_MAX) return begin(work, restarts + 1)
  return fallBackToPages(work, `was run ${restarts + 1} times, and its result was not available.`)
}

/** From here it goes page by page. `what` goes on after "the bulk operation" and ends a sentence. */
function fallBackToPages({ context, resource, kind }: BulkWork, what: string): null {
  context.access.alert?.(
    'bulk_operation',
    `${kind.query.name}: the bulk operation ${what} ${resource} are read page by page instead, which takes longer.`,
  )
  return null
}
