import type { AccessEvent } from '@shopmirror/platforms'
import { settleAccess } from '../access/settle-access.ts'
import type { JobContext } from '../context.ts'
import { isMissingKey } from '../credentials/is-missing-key.ts'
import { type Delivery, type Outcome, toStored } from './delivery.ts'

interface Told {
  /** The delivery's row. */
  id: string
  delivery: Delivery
}

/**
 * What a platform tells of the app's own access, merchant by merchant, of shops nobody has connected too. Throws only when
 * a part everybody needs is down. No body stays behind, but of what needs a key that is missing: that gets no outcome,
 * stays open with the reason, and comes again by the sweep.
 */
export async function applyAccess(told: readonly Told[], context: JobContext): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const byMerchant = Map.groupBy(told, ({ delivery }) => `${delivery.platform} ${delivery.domain}`)
  for (const ofOne of byMerchant.values()) outcomes.push(...(await applyMerchant(ofOne, context)))
  return outcomes
}

async function applyMerchant(told: readonly Told[], context: JobContext): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const readings: Reading[] = []
  for (const one of told) {
    const reading = await unlessKeyMissing([one.id], context, async () => read(one, context))
    if (reading && 'words' in reading) readings.push(reading)
    else if (reading) outcomes.push(reading)
  }
  if (readings.length === 0) return outcomes

  const { platform = '', domain = '' } = told[0]?.delivery ?? {}
  const words = readings.flatMap((reading) => reading.words)
  const ids = readings.map(({ id }) => id)
  const applied = await unlessKeyMissing(ids, context, async () => {
    await settleAccess({ platform, domain }, words, context)
    return ids.map((id): Outcome => ({ id, status: 'applied', isForgotten: true }))
  })
  return [...outcomes, ...(applied ?? [])]
}

/** `null` when a key is missing: the deliveries wait for it, where operators see them. */
async function unlessKeyMissing<T>(
  ids: readonly string[],
  { db, log, metrics }: JobContext,
  work: () => Promise<T>,
): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (!isMissingKey(error)) throw error
    await db.deliveries.explainWaiting(ids, error.message)
    metrics.deliveries('waiting', ids.length)
    log.error({ err: error, deliveries: ids }, 'delivery.key_missing')
    return null
  }
}

interface Reading {
  id: string
  words: AccessEvent[]
}

function read({ id, delivery }: Told, { db, platforms }: JobContext): Reading | Outcome {
  const platform = platforms.get(delivery.platform)
  if (!platform || delivery.domain === undefined) return ignored(id, 'It does not say whose access it is about.')
  try {
    const sealed = toStored(delivery)
    const events = platform.readWebhook({ ...sealed, body: db.deliveries.openBody(delivery, sealed.body) })
    const words = events.filter((event): event is AccessEvent => event.kind === 'access')
    if (words.length > 0) return { id, words }
    const reason = events.find((event) => event.kind === 'ignored')?.reason
    return ignored(id, reason ?? 'There is nothing in it.')
  } catch (error) {
    if (isMissingKey(error)) throw error
    const reason = error instanceof Error ? error.name : 'an error'
    return { id, status: 'failed', error: `The body could not be read (${reason}).` }
  }
}

function ignored(id: string, error: string): Outcome {
  return { id, status: 'ignored', error, isForgotten: true }
}
