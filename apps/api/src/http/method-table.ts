import type { RouteOptions } from 'fastify'

interface Address {
  pattern: RegExp
  methods: Set<string>
}

/** Which methods each address takes: for 405 and its `Allow`. */
export interface MethodTable {
  /** Hears of every route. */
  learn(route: Pick<RouteOptions, 'method' | 'url'>): void
  /** What the address takes; empty when there is no such address. */
  methodsAt(path: string): string[]
}

/** Tells an address that does not exist from one that takes other methods. Asked only where no route was found. */
export function createMethodTable(): MethodTable {
  const addresses = new Map<string, Address>()
  return {
    learn({ method, url }) {
      // Of the CORS plugin: it stands for every address.
      if (url.endsWith('*') && method === 'OPTIONS') return
      const address = addresses.get(url) ?? { pattern: patternOf(url), methods: new Set() }
      for (const name of [method].flat()) address.methods.add(name)
      addresses.set(url, address)
    },
    methodsAt(path) {
      const known = [...addresses.values()].filter(({ pattern }) => pattern.test(path))
      return [...new Set(known.flatMap(({ methods }) => [...methods]))].sort()
    },
  }
}

function patternOf(url: string): RegExp {
  const parts = url.split(/(:\w+|\*)/).map((part) => {
    if (part === '*') return '.*'
    return part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('').replace(/\/$/, '')}/?$`)
}
