import { PermanentError, resourceNames, tableOf } from '@shopmirror/platforms'
import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { mirrorObjects, objectsAtOnce, type Refetch } from './mirror-objects.ts'

/**
 * Reads the objects that hints say may have changed. Hints are rows in Postgres until their object has been read, so
 * many hints for one object cause one read, hints for many objects of a resource one request, and a hint received while
 * its object is being read another read.
 */
export const refetchObjects = defineJob({
  name: 'object.refetch',
  queue: 'sync',
  payload: z.object({ shopId: z.string(), resource: z.enum(resourceNames) }),
  options: { attempts: 5, backoffMs: 5_000 },
  id: ({ shopId, resource }) => `${shopId}-${resource}`,
  shopOf: ({ shopId }) => shopId,

  async run(kind, context, { signal, progressed }) {
    const open = await context.openShop(kind.shopId, 'refetch')
    // Paused or without access since the hints were received: the sync that follows reads the objects.
    if (open.shop.status !== 'active') return context.db.refetches.drop(kind.shopId)

    const atOnce = objectsAtOnce(open.client)
    for (;;) {
      const wanted = await context.db.refetches.next(kind, atOnce)
      if (wanted.length > 0) await traceBatch({ ...kind, open, context }, wanted)
      if (wanted.length > 0) progressed()
      // A hint received since then has enqueued its own job.
      if (wanted.length < atOnce) return
      signal.throwIfAborted()
    }
  },
})

type Hints = Parameters<typeof mirrorObjects>[1]

/** In the trace of the delivery or push that wants the objects read, or with links to those of several. */
async function traceBatch(refetch: Refetch, wanted: Hints): Promise<void> {
  const { tracer, db } = refetch.context
  const causes = [...new Set(wanted.flatMap((hint) => hint.causes))]
  const of = tracer.isOn ? await db.traceContexts.of(refetch.shopId, causes) : []
  const { shopId: shop, resource, open } = refetch
  await tracer.span(
    'object.refetch',
    () => ({
      ...{ role: 'consumer', of },
      attributes: {
        ...{ platform: open.platform.id, shop, resource, count: wanted.length },
        deliveries: causes.filter((cause) => cause.startsWith('dlv_')),
        pushes: causes.filter((cause) => cause.startsWith('psh_')),
      },
    }),
    () => refetchBatch(refetch, wanted),
  )
}

/**
 * One broken object must not block the others: then they are read one by one, and the broken one is dropped with its
 * error.
 */
async function refetchBatch(refetch: Refetch, wanted: Hints): Promise<void> {
  try {
    await mirrorObjects(refetch, wanted)
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error
    if (wanted.length > 1 && !isForAll(error)) return refetchSingly(refetch, wanted)
    await refetch.context.db.refetches.complete(refetch, wanted, {
      at: refetch.context.now(),
      table: tableOf[refetch.resource],
      unchanged: [],
    })
    throw error
  }
}

async function refetchSingly(refetch: Refetch, wanted: Hints): Promise<void> {
  const errors: unknown[] = []
  for (const one of wanted)
    await refetchBatch(refetch, [one]).catch((error: unknown) => {
      if (!(error instanceof PermanentError)) throw error
      errors.push(error)
    })
  if (errors.length > 0) throw errors[0]
}

/** Without the scope no object of the resource can be read. */
function isForAll(error: PermanentError): boolean {
  return error.missingScope !== undefined
}
