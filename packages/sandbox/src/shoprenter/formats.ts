import { createIds, type Ids } from './ids.ts'
import { createRecords, type Records } from './records.ts'

/** What a resource needs besides its object. */
export interface Formats {
  href: Hrefs
  time: ShopTime
  ids: Ids
  records: Records
  /** The world's time, ms. */
  now(): number
}

/** Of one shop, whose OuterIDs and records it holds. */
export function createFormats(domain: string, time: ShopTime, now: () => number): Formats {
  return { href: hrefs(domain), time, now, ids: createIds(), records: createRecords() }
}

/** Links contain the legacy host, as the platform's do: a client that follows them fails. */
function hrefs(domain: string) {
  const base = `https://${domain}.api.myshoprenter.hu`
  return {
    to: (path: string) => ({ href: `${base}/${path}` }),
    one: (path: string, id: string) => ({ href: `${base}/${path}/${id}` }),
  }
}

export type Hrefs = ReturnType<typeof hrefs>

const empties = [{}, [], '', null]

/** An empty value in one of the platform's four representations, depending on object and field. */
export function nothing(seed: number): unknown {
  return empties[seed % empties.length]
}

export function orNothing(text: string, seed: number): unknown {
  return text === '' ? nothing(seed) : text
}

export interface ShopTime {
  /** `2026-01-02T08:00:00` in the shop's time. */
  write(time: number): string
  /** The same with a space, as histories have it. */
  writeSpaced(time: number): string
  read(local: string): number
}

export function createShopTime(timezone: string): ShopTime {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' })
  const offsets = new Map<number, number>()
  const offset = (time: number): number => {
    const hour = Math.floor(time / 900_000)
    const known = offsets.get(hour)
    if (known !== undefined) return known
    const at = hour * 900_000
    const found = Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - at
    if (offsets.size > 50_000) offsets.clear()
    offsets.set(hour, found)
    return found
  }
  const write = (time: number) => new Date(time + offset(time)).toISOString().slice(0, 19)
  return {
    write,
    writeSpaced: (time) => write(time).replace('T', ' '),
    read(local) {
      const wall = Date.parse(`${local.length === 10 ? `${local}T00:00:00` : local.replace(' ', 'T')}Z`)
      return wall - offset(wall - offset(wall))
    },
  }
}
