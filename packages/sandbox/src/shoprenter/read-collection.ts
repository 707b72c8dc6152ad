import type { Collection, Stamped, Window } from '../world/collection.ts'
import type { WorldShop } from '../world/shop.ts'
import { listPage, refuse } from './envelope.ts'
import type { Formats } from './formats.ts'
import type { Kind } from './ids.ts'
import { type PlainForm, toPlain } from './plain.ts'
import type { Read, Reader } from './read.ts'

const WINDOW = [
  ['updatedAfter', 'updatedBefore'],
  ['updatedAtMin', 'updatedAtMax'],
] as const
/** Bounds are whole seconds and included. */
const SECOND_MS = 999

/** Whether a listing with this value of the filter shows the object. */
type Filter = (number: number, value: string, read: Read) => boolean

interface Whole<T extends Stamped> {
  kind: Kind
  of(shop: WorldShop): Collection<T>
  /** As the Extend resource shows it. */
  toResource(object: T, formats: Formats): Record<string, unknown>
  plain: PlainForm
  /** By the name of the parameter; other parameters are ignored. */
  filters: Readonly<Record<string, Filter>>
  /** Of lists that take `createdAtMin` and `createdAtMax`. */
  createdAt?(object: T): number
  /** The filter whose result is known without a look at each object; `null` for values that exclude nothing. */
  known?: { filter: string; select(value: string, shop: WorldShop): readonly number[] | null }
  withoutPageCount?: boolean
}

/** A filter that looks at the object. */
export function objectFilter<T extends Stamped>(
  of: Whole<T>['of'],
  matches: (object: T, value: string, read: Read) => boolean,
): Filter {
  return (number, value, read) => {
    const object = of(read.shop).get(number)
    return object !== null && matches(object, value, read)
  }
}

export function collection<T extends Stamped>(whole: Whole<T>): Reader {
  const { kind, of, toResource, plain, withoutPageCount } = whole
  return (read) => {
    const { shop, formats, root, id, query } = read
    const show = (number: number) => {
      const object = of(shop).get(number)
      const extended = object && toResource(object, formats)
      return extended && (root.endsWith('Extend') ? extended : toPlain(extended, plain, root, formats.href))
    }
    if (id !== null) {
      const number = formats.ids.find(kind, id)
      const found = number === null ? null : show(number)
      return found ? { status: 200, body: found } : refuse(404, 40_401, 'Resource not found')
    }
    const extra = root === 'productExtend' ? { requestTime: formats.time.write(shop.now()) } : {}
    return listPage({
      ...{ path: root, query, ids: select(read, whole), href: formats.href, extra, whole: show },
      link: (number) => formats.href.one(root, formats.ids.of(kind, number)),
      ...(withoutPageCount && { withoutPageCount }),
    })
  }
}

/** By number or by the time of the last change, by the time of creation, then by the other filters. */
function select<T extends Stamped>(read: Read, whole: Whole<T>): readonly number[] {
  const { of, filters, known } = whole
  const { shop, query } = read
  const number = numbered(read, of(shop))
  const value = known && query.get(known.filter)
  const selected = !number && value ? known.select(value, shop) : null
  const asked = Object.entries(filters).flatMap(([name, filter]) => {
    const wanted = query.get(name)
    return wanted === null || (selected && name === known?.filter) ? [] : [{ filter, wanted }]
  })
  const ids = created(read, whole, number ?? changed(read, of(shop), selected ?? of(shop).ids()))
  return asked.reduce((left, { filter, wanted }) => left.filter((id) => filter(id, wanted, read)), ids)
}

function numbered<T extends Stamped>({ query }: Read, objects: Collection<T>): number[] | null {
  const number = query.get('innerId')
  if (number === null) return null
  return objects.get(Number(number)) ? [Number(number)] : []
}

function changed<T extends Stamped>(
  { query, formats: { time } }: Read,
  objects: Collection<T>,
  among: readonly number[],
): readonly number[] {
  const [from, to] = WINDOW.find((names) => names.some((name) => query.has(name))) ?? []
  if (!from || !to) return among
  const [begin, end] = [query.get(from), query.get(to)]
  const window = { from: begin ? time.read(begin) : 0, to: end ? time.read(end) + SECOND_MS : Number.MAX_SAFE_INTEGER }
  return objects.changed(window, among)
}

function created<T extends Stamped>(
  { shop, query, formats: { time } }: Read,
  { of, createdAt }: Whole<T>,
  among: readonly number[],
): readonly number[] {
  const [min, max] = [query.get('createdAtMin'), query.get('createdAtMax')]
  if (!createdAt || (min === null && max === null)) return among
  const window: Window = {
    from: min === null ? Number.NEGATIVE_INFINITY : time.read(min),
    to: max === null ? Number.POSITIVE_INFINITY : time.read(max) + SECOND_MS,
  }
  // No time is within bounds that are none.
  return Number.isNaN(window.from + window.to) ? [] : of(shop).within(createdAt, window, among)
}
