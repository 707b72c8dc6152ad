import type { AccessEvent } from '@shopmirror/platforms'
import { settleAccess } from '../access/settle-access.ts'
import type { JobContext } from '../context.ts'
import { isMissingKey } from '../credentials/is-missing-key.ts'
import { type Delivery, type Outcome, toStored } from './delivery.ts'

interface AccessDelivery {
  /** Id of the delivery's row. */
  id: string
  delivery: Delivery
}

/**
 * Applies what platforms report about the app's own access, merchant by merchant, also for shops that nobody has
 * connected. Throws only when a dependency of all of them is down. The bodies are not kept. A delivery that needs a
 * missing encryption key gets no outcome: it stays open with the reason, and the sweep tries it again.
 */
export async function applyAccess(deliveries: readonly AccessDelivery[], context: JobContext): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const byMerchant = Map.groupBy(deliveries, ({ delivery }) => `${delivery.platform} ${delivery.domain}`)
  for (const ofOne of byMerchant.values()) outcomes.push(...(await applyMerchant(ofOne, context)))
  return outcomes
}

async function applyMerchant(deliveries: readonly AccessDelivery[], context: JobContext): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const parsed: ParsedDelivery[] = []
  for (const delivery of deliveries) {
    const result = await unlessKeyMissing([delivery.id], context, async () => parse(delivery, context))
    if (result && 'events' in result) parsed.push(result)
    else if (result) outcomes.push(result)
  }
  if (parsed.length === 0) return outcomes

  const { platform = '', domain = '' } = deliveries[0]?.delivery ?? {}
  const events = parsed.flatMap((each) => each.events)
  const ids = parsed.map(({ id }) => id)
  const applied = await unlessKeyMissing(ids, context, async () => {
    await settleAccess({ platform, domain }, events, context)
    return ids.map((id): Outcome => ({ id, status: 'applied', isForgotten: true }))
  })
  return [...outcomes, ...(applied ?? [])]
}

/** `null` when an encryption key is missing: the deliveries stay open with the reason, where operators see them. */
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

interface ParsedDelivery {
  id: string
  events: AccessEvent[]
}

function parse({ id, delivery }: AccessDelivery, { db, platforms }: JobContext): ParsedDelivery | Outcome {
  const platform = platforms.get(delivery.platform)
  if (!platform || delivery.domain === undefined) return ignored(id, 'The delivery names no shop.')
  try {
    const sealed = toStored(delivery)
    const all = platform.webhooks.read({ ...sealed, body: db.deliveries.openBody(delivery, sealed.body) })
    const events = all.filter((event): event is AccessEvent => event.kind === 'access')
    if (events.length > 0) return { id, events }
    const reason = all.find((event) => event.kind === 'ignored')?.reason
    return ignored(id, reason ?? 'The delivery contains no event.')
  } catch (error) {
    if (isMissingKey(error)) throw error
    const reason = error instanceof Error ? error.name : 'an error'
    return { id, status: 'failed', error: `The body could not be parsed (${reason}).` }
  }
}

function ignored(id: string, error: string): Outcome {
  return { id, status: 'ignored', error, isForgotten: true }
}
