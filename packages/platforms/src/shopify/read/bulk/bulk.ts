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

/** How often an operation is restarted because its result is gone, before the resource is read by page. */
const RESTARTS_MAX = 2
/** Small operations take a second, large ones hours; the finish webhook wakes a run earlier. */
const POLL_FIRST_MS = 1_000
const POLL_MAX_MS = 30_000

/**
 * Reads a whole resource by a bulk operation. It uses hardly any of the shop's points, but takes a while to start, so it is
 * faster only where reading by page would use up a full bucket and then wait for points. A resource with fewer objects than
 * `SHOPIFY_BULK_FROM` is read by page, and so is one whose operation failed, took longer than
 * `SHOPIFY_BULK_MAX_MINUTES`, or has a result that cannot be stored in `SHOPIFY_SPOOL_DIR`. A partial result is never used.
 *
 * Each call is one step, and its whole state is in the cursor: start → poll until ready (`RateLimitedError` parks the run) →
 * download the result → one page for each part of it. A worker that resumes on another machine downloads it again. https://shopify.dev/docs/api/usage/bulk-operations/queries
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

/** Tests the spool folder first, so that the shop does not work for hours on a result that cannot be stored. */
async function begin({ kind, context, operations }: BulkWork, restarts: number): Promise<Page> {
  await requireSpool(context.settings.SHOPIFY_SPOOL_DIR)
  const requestedAt = context.now()
  const { id, createdAt } = await operations.start(kind.query, requestedAt)
  // An operation that an earlier call started may not contain what changed since.
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

/** Starts the operation again: Shopify keeps results for seven days. */
async function restart(work: BulkWork, { restarts }: BulkState): Promise<Page | null> {
  if (restarts < RESTARTS_MAX) return begin(work, restarts + 1)
  return fallBackToPages(work, `was run ${restarts + 1} times, and its result was not available.`)
}

/** Raises an alert; the resource is then read by page. `what`: the end of a sentence that starts with "the bulk operation". */
function fallBackToPages({ context, resource, kind }: BulkWork, what: string): null {
  context.access.alert?.(
    'bulk_operation',
    `${kind.query.name}: the bulk operation ${what} ${resource} are read page by page instead, which takes longer.`,
  )
  return null
}
