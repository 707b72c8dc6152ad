import type { Change, KindWrites, Platform, WriteCall, WriteCapability, WriteOutcome } from '@shopmirror/platforms'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

type StockCall = WriteCall<'inventory.set'>

/** A shop that holds nothing but stock, by `variant@location`, and can be stopped at any moment of a call. */
export interface StockShop {
  levels: Map<string, number>
  capability: WriteCapability<'inventory.set'>
  /** Every call that arrived, in order. */
  calls: StockCall[]
  /** Before a call is carried out; may throw. */
  beforeWrite(call: StockCall): Promise<void> | void
  /** After it was carried out, before the answer; may throw, or answer otherwise. */
  afterWrite(call: StockCall, outcomes: WriteOutcome[]): Promise<WriteOutcome[]> | WriteOutcome[]
  /** By idempotency key: carried out once, answered as the first time. */
  remembered: Map<string, WriteOutcome[]>
  /** Every quantity that was set, in order; nothing that was only answered again. */
  carriedOut: { level: string; quantity: number }[]
  /** What happened to quantities, and what callers got to know about it, in order. */
  journal: StockEvent[]
  /** Refuses every change for now. */
  isBusy: boolean
  /** One unit is sold. */
  sell(level: string): void
}

/** `told`: an answer that says that the quantity was set has left. `shown`: a read-back has, of what is there instead. */
export type StockEvent =
  | { kind: 'set' | 'told' | 'sold'; level: string; quantity: number }
  | { kind: 'shown'; level: string; quantity: number; actual: number | null }

/** Whether a quantity was set and nobody could know: no answer ever said so, and a sale hid it from those who looked. */
export function isHidden(journal: readonly StockEvent[], level: string, quantity: number): boolean {
  const events = journal.filter((each) => each.level === level)
  const ofPush = events.filter((each) => each.kind !== 'sold' && each.quantity === quantity)
  if (ofPush.some((each) => each.kind === 'told' || (each.kind === 'shown' && each.actual === quantity))) return false
  const last = events.findLastIndex((each) => each.kind === 'set' && each.quantity === quantity)
  const sale = last < 0 ? -1 : events.findIndex((each, index) => index > last && each.kind === 'sold')
  return sale >= 0 && events.some((each, index) => index > sale && each.kind === 'shown' && each.quantity === quantity)
}

export function createStockShop(capability: Partial<WriteCapability<'inventory.set'>> = {}): StockShop {
  const levels = new Map<string, number>()
  const journal: StockEvent[] = []
  return {
    levels,
    journal,
    carriedOut: [],
    isBusy: false,
    sell(level) {
      levels.set(level, (levels.get(level) ?? 0) - 1)
      journal.push({ kind: 'sold', level, quantity: 1 })
    },
    capability: {
      ...{ class: 'repeatable_with_key', changesPerCall: 3, fields: ['quantity', 'location', 'expected'] },
      ...{ scopes: ['write_stock'], compare: 'atomic', keyLifeMs: 3_600_000, locations: ['main', 'second'] },
      ...capability,
    } as WriteCapability<'inventory.set'>,
    calls: [],
    remembered: new Map(),
    beforeWrite: () => undefined,
    afterWrite: (_call, outcomes) => outcomes,
  }
}

/** The paper platform, whose shops can be written to. */
export function createStockPlatform(shop: StockShop, now: () => Date): Platform {
  const paper = createPaperPlatform(createPaperShop(0), now)
  return {
    ...paper,
    writes: { 'inventory.set': shop.capability },
    client: (options) => ({ ...paper.client(options), writes: { 'inventory.set': createWrites(shop) } }),
  }
}

const done: WriteOutcome = { kind: 'done' }

function isDone({ levels }: StockShop, change: Change<'inventory.set'>): boolean {
  return levels.get(levelKeyOf(change)) === change.payload.quantity
}

const quantityOf = (change: Change<'inventory.set'>) => ({
  ...{ level: levelKeyOf(change), quantity: change.payload.quantity },
})

const levelKeyOf = ({ target }: Change<'inventory.set'>) => `${target.variantId}@${target.locationId}`

function createWrites(shop: StockShop): KindWrites<'inventory.set'> {
  return {
    async send(call) {
      shop.calls.push(call)
      await shop.beforeWrite(call)
      const known = shop.capability.class === 'repeatable_with_key' ? shop.remembered.get(call.key) : undefined
      if (shop.isBusy) return call.changes.map(() => ({ kind: 'not_done', message: 'busy' }))
      const looksFirst = shop.capability.class === 'read_back_first' && call.repeat !== undefined
      const outcomes =
        known ?? call.changes.map((change) => (looksFirst && isDone(shop, change) ? done : write(shop, change)))
      shop.remembered.set(call.key, outcomes)
      const answers = await shop.afterWrite(call, outcomes)
      for (const [index, change] of call.changes.entries())
        if (answers[index]?.kind === 'done') shop.journal.push({ kind: 'told', ...quantityOf(change) })
      return answers
    },
    readBack: async (changes) =>
      changes.map((change) => {
        const { level, quantity } = quantityOf(change)
        const actual = shop.levels.get(level) ?? null
        shop.journal.push({ kind: 'shown', level, quantity, actual })
        return { isAsWanted: actual === quantity, actual }
      }),
    objectOf: (change) => ({ resource: 'inventory', externalId: levelKeyOf(change) }),
  }
}

function write({ levels, carriedOut, journal }: StockShop, change: Change<'inventory.set'>): WriteOutcome {
  const { quantity, expected } = change.payload
  const actual = levels.get(levelKeyOf(change)) ?? 0
  if (expected !== undefined && actual !== expected && actual !== quantity) return { kind: 'conflict', actual }
  levels.set(levelKeyOf(change), quantity)
  carriedOut.push({ level: levelKeyOf(change), quantity })
  journal.push({ kind: 'set', level: levelKeyOf(change), quantity })
  return { kind: 'done' }
}
