import { PermanentError, resourceNames } from '@shopmirror/platforms'
import { z } from 'zod'
import { defineJob } from '../queue/define-job.ts'
import { bringObjects, objectsAtOnce, type Refetch } from './bring-objects.ts'

/**
 * Reads again what hints say may have changed. The hints stand in Postgres until they are served, so many for one object
 * are one read, many for one resource are one question, and one that comes while its object is read is served after it.
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
    // Paused or locked out since the hints came: the sync that follows brings the objects.
    if (open.shop.status !== 'active') return context.db.refetches.drop(kind.shopId)

    const atOnce = objectsAtOnce(open.client)
    for (;;) {
      const wanted = await context.db.refetches.next(kind, atOnce)
      if (wanted.length > 0) await bring({ ...kind, open, context }, wanted)
      if (wanted.length > 0) progressed()
      // A hint that came meanwhile has brought a job of its own.
      if (wanted.length < atOnce) return
      signal.throwIfAborted()
    }
  },
})

type Wanted = Parameters<typeof bringObjects>[1]

/** One broken object must not keep its neighbours: they come one by one then, and it is given up with its error. */
async function bring(refetch: Refetch, wanted: Wanted): Promise<void> {
  try {
    await bringObjects(refetch, wanted)
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error
    if (wanted.length > 1 && !isForAll(error)) return bringSingly(refetch, wanted)
    await refetch.context.db.refetches.settle(refetch, wanted)
    throw error
  }
}

async function bringSingly(refetch: Refetch, wanted: Wanted): Promise<void> {
  const errors: unknown[] = []
  for (const one of wanted)
    await bring(refetch, [one]).catch((error: unknown) => {
      if (!(error instanceof PermanentError)) throw error
      errors.push(error)
    })
  if (errors.length > 0) throw errors[0]
}

/** Without the scope no object of the resource can be read. */
function isForAll(error: PermanentError): boolean {
  return error.missingScope !== undefined
}
