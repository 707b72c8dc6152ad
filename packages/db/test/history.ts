import fc from 'fast-check'
import type { WritableRows } from '../src/index.ts'
import { fromApi, fromWebhook, fulfillment, line, order } from './rows.ts'

/** Something that reaches the mirror: a page, an event, or a delete. */
export type Arrival = { rows: WritableRows } | { deleted: string; at: number }

type Happening =
  /** A change with a webhook; lines by name. */
  | { kind: 'change'; id: string; lines: string[] }
  /** A change the platform does not count as one: no new version, no webhook. */
  | { kind: 'quiet'; id: string; lines: string[] }
  /** A parcel is sent, or changes: told by itself; whether that is a change of its order, too, nobody says. */
  | { kind: 'parcel'; id: string; name: string; touches: boolean }
  | { kind: 'remove'; id: string }
  /** Everything is read by the API; what was expected and is not there is called gone. */
  | { kind: 'read' }

const ids = ['o1', 'o2', 'o3']
const id = fc.constantFrom(...ids)
const lines = fc.subarray(['a', 'b', 'c'])

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('change' as const), id, lines }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('quiet' as const), id, lines }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('parcel' as const),
      id,
      name: fc.constantFrom('f', 'g'),
      touches: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), id }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read' as const) }) },
)

export interface History {
  /** In the order in which it happened. */
  arrivals: Arrival[]
  /** The same in another order, some of it repeatedly. */
  disordered: Arrival[]
  /** What the platform answers in the end, when it is asked for one object. */
  answer(id: string): Arrival
}

export const history: fc.Arbitrary<History> = fc
  .array(happening, { minLength: 2, maxLength: 12 })
  .map(play)
  .filter(({ arrivals }) => arrivals.length > 1)
  .chain(({ arrivals, answer }) =>
    fc
      .tuple(
        fc.shuffledSubarray(arrivals, { minLength: arrivals.length }),
        fc.array(fc.constantFrom(...arrivals), { maxLength: 6 }),
      )
      .map(([shuffled, repeated]) => ({ arrivals, answer, disordered: [...shuffled, ...repeated] })),
  )

interface Known {
  version: number
  change: number
  lines: string[]
  /** Versions by name. */
  parcels: Record<string, number>
}

type Shop = Map<string, Known>

/** A shop in which one thing happens a second. */
function play(happenings: readonly Happening[]): Pick<History, 'arrivals' | 'answer'> {
  const shop: Shop = new Map()
  const arrivals = happenings.flatMap((each, index) => arrive(shop, each, index + 1))
  const end = happenings.length + 1
  const answer = (wanted: string): Arrival => {
    const found = shop.get(wanted)
    return found ? { rows: fromApi(end, toRows(new Map([[wanted, found]]), 'api')) } : { deleted: wanted, at: end }
  }
  return { arrivals, answer }
}

function arrive(shop: Shop, happening: Happening, now: number): Arrival[] {
  if (happening.kind === 'read') return readAll(shop, now + 0.5)
  const known = shop.get(happening.id)
  if (happening.kind === 'remove') {
    shop.delete(happening.id)
    return known ? [{ deleted: happening.id, at: now }] : []
  }
  if (happening.kind === 'parcel') return known ? sendParcel(shop, { known, ...happening }, now) : []
  if (happening.kind === 'quiet') {
    if (known) shop.set(happening.id, { ...known, change: now, lines: happening.lines })
    return []
  }
  const changed = { version: now, change: now, lines: happening.lines, parcels: known?.parcels ?? {} }
  shop.set(happening.id, changed)
  return [tell(happening.id, changed, now)]
}

interface Parcel {
  known: Known
  id: string
  name: string
  touches: boolean
}

function sendParcel(shop: Shop, { known, id: orderId, name, touches }: Parcel, now: number): Arrival[] {
  const sent = { ...known, parcels: { ...known.parcels, [name]: now } }
  const changed = touches ? { ...sent, version: now, change: now } : sent
  shop.set(orderId, changed)
  const alone = { rows: fromWebhook(now, { fulfillments: [fulfillment(`${orderId}-${name}`, orderId, now)] }) }
  return touches ? [alone, tell(orderId, changed, now)] : [alone]
}

const tell = (orderId: string, known: Known, now: number): Arrival => ({
  rows: fromWebhook(now, toRows(new Map([[orderId, known]]), 'hook')),
})

function readAll(shop: Shop, readAt: number): Arrival[] {
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
    fulfillments: entries.flatMap(([each, { parcels }]) =>
      Object.entries(parcels).map(([name, version]) => fulfillment(`${each}-${name}`, each, version)),
    ),
  }
}
