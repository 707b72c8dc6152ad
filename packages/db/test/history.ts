import fc from 'fast-check'
import type { WritableRows } from '../src/index.ts'
import { fromApi, fromWebhook, line, order } from './rows.ts'

/** Something that reaches the mirror: a page, an event, or a delete. */
export type Arrival = { rows: WritableRows } | { deleted: string; at: number }

type Happening =
  /** A change with a webhook; lines by name. */
  | { kind: 'change'; id: string; lines: string[] }
  /** A change the platform does not count as one: no new version, no webhook. */
  | { kind: 'quiet'; id: string; lines: string[] }
  | { kind: 'remove'; id: string }
  /** Everything is read by the API; what was expected and is not there is called gone. */
  | { kind: 'read' }

const ids = ['o1', 'o2', 'o3']
const id = fc.constantFrom(...ids)
const lines = fc.subarray(['a', 'b', 'c'])

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('change' as const), id, lines }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('quiet' as const), id, lines }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), id }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read' as const) }) },
)

/** Arrivals in the order in which they happened, and the same in another order, some of them repeatedly. */
export const history = fc
  .array(happening, { minLength: 2, maxLength: 10 })
  .map(play)
  .filter((arrivals) => arrivals.length > 1)
  .chain((arrivals) =>
    fc
      .tuple(
        fc.shuffledSubarray(arrivals, { minLength: arrivals.length }),
        fc.array(fc.constantFrom(...arrivals), { maxLength: 6 }),
      )
      .map(([shuffled, repeated]) => ({ arrivals, disordered: [...shuffled, ...repeated] })),
  )

interface Known {
  version: number
  change: number
  lines: string[]
}

/** A shop in which one thing happens a second. */
function play(happenings: readonly Happening[]): Arrival[] {
  const shop = new Map<string, Known>()
  return happenings.flatMap((each, index) => arrive(shop, each, index + 1))
}

function arrive(shop: Map<string, Known>, happening: Happening, now: number): Arrival[] {
  if (happening.kind === 'read') return readAll(shop, now + 0.5)
  const known = shop.get(happening.id)
  if (happening.kind === 'remove') {
    shop.delete(happening.id)
    return known ? [{ deleted: happening.id, at: now }] : []
  }
  if (happening.kind === 'quiet') {
    if (known) shop.set(happening.id, { ...known, change: now, lines: happening.lines })
    return []
  }
  const changed = { version: now, change: now, lines: happening.lines }
  shop.set(happening.id, changed)
  return [{ rows: fromWebhook(now, toRows(new Map([[happening.id, changed]]), 'hook')) }]
}

function readAll(shop: Map<string, Known>, readAt: number): Arrival[] {
  const missing = ids.filter((each) => !shop.has(each)).map((deleted) => ({ deleted, at: readAt }))
  return [{ rows: fromApi(readAt, toRows(shop, 'api')) }, ...missing]
}

/** As on real platforms an order's own content names its lines, and looks different in a webhook. */
function toRows(objects: ReadonlyMap<string, Known>, shape: string): WritableRows['rows'] {
  const entries = [...objects]
  return {
    orders: entries.map(([each, { version, change, lines: names }]) =>
      order(each, { version, title: [shape, version, change, ...names].join() }),
    ),
    order_lines: entries.flatMap(([each, { change, lines: names }]) =>
      names.map((name) => line(`${each}-${name}`, each, null, `${shape} ${change}`)),
    ),
  }
}
