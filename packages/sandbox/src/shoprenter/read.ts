import type { WorldShop } from '../world/shop.ts'
import { type Answer, listPage, refuse } from './envelope.ts'
import type { Formats } from './formats.ts'
import type { Kind } from './ids.ts'
import type { Rules } from './rules.ts'

export interface Read {
  shop: WorldShop
  formats: Formats
  rules: Rules
  /** After `/api/`: `orderExtend` or `orderExtend/{id}`. */
  root: string
  id: string | null
  query: URLSearchParams
}

export type Reader = (read: Read) => Answer

interface Rows {
  kind: Kind
  /** Numbers of what a listing shows. */
  list(read: Read): readonly number[]
  one(number: number, read: Read): Record<string, unknown> | null
}

/** Objects that belong to others: no times, and no filter but the one by what they belong to. */
export function rows({ kind, list, one }: Rows): Reader {
  return (read) => {
    const { root, id, query, formats } = read
    if (id !== null) {
      const number = formats.ids.find(kind, id)
      const found = number === null ? null : one(number, read)
      return found ? { status: 200, body: found } : refuse(404, 40_401, 'Resource not found')
    }
    return listPage({
      ...{ path: root, query, href: formats.href, ids: list(read) },
      link: (number) => formats.href.one(root, formats.ids.of(kind, number)),
      whole: (number) => one(number, read),
    })
  }
}

/** A handful of fixed objects. */
export function fixed(items: (read: Read) => Record<string, unknown>[]): Reader {
  return (read) => {
    const all = items(read)
    const { root, id, query, formats } = read
    if (id !== null) {
      const found = all.find((item) => item.id === id)
      return found ? { status: 200, body: found } : refuse(404, 40_401, 'Resource not found')
    }
    return listPage({
      ...{ path: root, query, href: formats.href, ids: all.map((_, index) => index) },
      link: (index) => formats.href.one(root, String(all[index]?.id)),
      whole: (index) => all[index] ?? null,
    })
  }
}
