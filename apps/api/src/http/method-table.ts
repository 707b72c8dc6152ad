import type { RouteOptions } from 'fastify'

interface Address {
  pattern: RegExp
  methods: Set<string>
}

/** The methods of each path, for 405 and its `Allow`. */
export interface MethodTable {
  /** Called for every route. */
  add(route: Pick<RouteOptions, 'method' | 'url'>): void
  /** Empty when no route has this path. */
  methodsAt(path: string): string[]
}

/** Distinguishes 404 from 405. Used only when no route was found. */
export function createMethodTable(): MethodTable {
  const addresses = new Map<string, Address>()
  return {
    add({ method, url }) {
      // The catch-all route of the CORS plugin.
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
