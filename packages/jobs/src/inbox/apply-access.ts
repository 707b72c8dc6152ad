import type { AccessEvent } from '@shopmirror/platforms'
import type { JobContext } from '../context.ts'
import { settleAccess } from '../settle-access.ts'
import { type Delivery, type Outcome, toStored } from './delivery.ts'

interface Told {
  /** The delivery's row. */
  id: string
  delivery: Delivery
}

/**
 * What a platform tells of the app's own access, merchant by merchant, of shops nobody has connected too. Throws only when
 * a part everybody needs is down. No body stays behind.
 */
export async function applyAccess(told: readonly Told[], context: JobContext): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const byMerchant = Map.groupBy(told, ({ delivery }) => `${delivery.platform} ${delivery.domain}`)
  for (const ofOne of byMerchant.values()) outcomes.push(...(await applyMerchant(ofOne, context)))
  return outcomes
}

async function applyMerchant(told: readonly Told[], context: JobContext): Promise<Outcome[]> {
  const readings = told.map((one) => read(one, context))
  const words = readings.flatMap(({ words }) => words)
  const { platform = '', domain = '' } = told[0]?.delivery ?? {}
  if (words.length > 0) await settleAccess({ platform, domain }, words, context)
  return readings.map(({ outcome }) => outcome)
}

interface Reading {
  words: AccessEvent[]
  outcome: Outcome
}

function read({ id, delivery }: Told, { db, platforms }: JobContext): Reading {
  const platform = platforms.get(delivery.platform)
  if (!platform || delivery.domain === undefined) return ignored(id, 'It does not say whose access it is about.')
  try {
    const sealed = toStored(delivery)
    const events = platform.readWebhook({ ...sealed, body: db.deliveries.openBody(delivery, sealed.body) })
    const words = events.filter((event): event is AccessEvent => event.kind === 'access')
    if (words.length > 0) return { words, outcome: { id, status: 'applied', isForgotten: true } }
    const reason = events.find((event) => event.kind === 'ignored')?.reason
    return ignored(id, reason ?? 'There is nothing in it.')
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'an error'
    return { words: [], outcome: { id, status: 'failed', error: `The body could not be read (${reason}).` } }
  }
}

function ignored(id: string, error: string): Reading {
  return { words: [], outcome: { id, status: 'ignored', error, isForgotten: true } }
}
