import type { Collection, Stamped } from '../world/collection.ts'
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

export function createdFilters<T extends Stamped & { createdAt: number }>(of: Whole<T>['of']) {
  return {
    createdAtMin: objectFilter(of, ({ createdAt }, value, { formats }) => createdAt >= formats.time.read(value)),
    createdAtMax: objectFilter(
      of,
      ({ createdAt }, value, { formats }) => createdAt <= formats.time.read(value) + SECOND_MS,
    ),
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

/** By number, by the time of the last change, or all; then by the other filters. */
function select<T extends Stamped>(read: Read, { of, filters, known }: Whole<T>): readonly number[] {
  const { shop, query } = read
  const candidates = numbered(read, of(shop)) ?? changed(read, of(shop))
  const value = known && query.get(known.filter)
  const selected = !candidates && known && value ? known.select(value, shop) : null
  const asked = Object.entries(filters).flatMap(([name, filter]) => {
    const wanted = query.get(name)
    return wanted === null || (selected && name === known?.filter) ? [] : [{ filter, wanted }]
  })
  const ids = candidates ?? selected ?? of(shop).ids()
  return asked.reduce((left, { filter, wanted }) => left.filter((id) => filter(id, wanted, read)), ids)
}

function numbered<T extends Stamped>({ query }: Read, objects: Collection<T>): number[] | null {
  const number = query.get('innerId')
  if (number === null) return null
  return objects.get(Number(number)) ? [Number(number)] : []
}

function changed<T extends Stamped>({ query, formats: { time } }: Read, objects: Collection<T>): number[] | null {
  for (const [from, to] of WINDOW) {
    if (!query.has(from) && !query.has(to)) continue
    const begin = query.get(from)
    const end = query.get(to)
    return objects.changed(begin ? time.read(begin) : 0, end ? time.read(end) + SECOND_MS : Number.MAX_SAFE_INTEGER)
  }
  return null
}
