import { type IdKind, worldIdOf } from '../../world-ids.ts'
import type { Body } from '../bodies/body.ts'
import { digitsOf } from '../json.ts'
import { selectFields } from './fields.ts'
import { type Listing, matcherOf } from './listing.ts'
import { limitIn, pageOf } from './page.ts'
import { notFound, type RestRequest, type RestResult } from './request.ts'

export interface Route {
  /** Below the version: `orders/:id/refunds`; `:id` is any number. */
  path: string
  /** One of these has to be granted; an empty list needs none. */
  scopes: readonly string[]
  /** Of the header that says the endpoint is deprecated. */
  deprecated?: string
  respond(request: RestRequest): RestResult
}

interface Naming extends Pick<Route, 'scopes' | 'deprecated'> {
  /** The key of a single object. */
  one: string
  /** The key of a list. */
  many: string
}

/** List, count and single object. */
export function listRoutes<T extends { id: number }>(path: string, naming: Naming, listing: Listing<T>): Route[] {
  return [
    listRoute(path, naming, listing),
    countRoute(path, naming, listing),
    {
      ...{ ...accessOf(naming), path: `${path}/:id` },
      respond(request) {
        const object = listing.find(paramId(request, 0, listing.kind), request)
        if (!object || !(listing.visible?.(request)(object) ?? true)) throw notFound()
        return { body: { [naming.one]: selectFields(request)(listing.body(object, request)) } }
      },
    },
  ]
}

export function listRoute<T extends { id: number }>(path: string, naming: Naming, listing: Listing<T>): Route {
  return {
    ...{ ...accessOf(naming), path },
    respond(request) {
      const { objects, link } = pageOf(listing, request)
      const select = selectFields(request)
      const bodies = objects.map((object) => select(listing.body(object, request)))
      return { body: { [naming.many]: bodies }, ...(link && { link }) }
    },
  }
}

function countRoute<T extends { id: number }>(path: string, naming: Naming, listing: Listing<T>): Route {
  return {
    ...{ ...accessOf(naming), path: `${path}/count` },
    respond(request) {
      const matches = matcherOf(listing, request.query, request)
      const count = listing.objects(request).reduce((sum, object) => sum + Number(matches(object)), 0)
      return { body: { count } }
    },
  }
}

/** The few parts of one object, such as an order's refunds: list, count and single part. */
export function partRoutes(path: string, naming: Naming, partsOf: (request: RestRequest) => readonly Body[]): Route[] {
  const access = accessOf(naming)
  return [
    {
      ...{ ...access, path },
      respond(request) {
        const since = BigInt(request.query.get('since_id') || 0)
        const behind = partsOf(request).filter(({ id }) => BigInt(digitsOf(id) ?? 0) > since)
        const parts = request.query.has('since_id') ? behind : partsOf(request)
        return { body: { [naming.many]: parts.slice(0, limitIn(request.query)).map(selectFields(request)) } }
      },
    },
    {
      ...{ ...access, path: `${path}/count` },
      respond: (request) => ({ body: { count: partsOf(request).length } }),
    },
    {
      ...{ ...access, path: `${path}/:id` },
      respond(request) {
        const part = partsOf(request).find(({ id }) => digitsOf(id) === request.params.at(-1))
        if (!part) throw notFound()
        return { body: { [naming.one]: selectFields(request)(part) } }
      },
    },
  ]
}

/** The object in the world that a part of the path names. */
export function paramId({ params }: RestRequest, index: number, kind: IdKind): number {
  return worldIdOf(kind, params[index] ?? '')
}

/** The object, or 404 for none. */
export function found<T>(object: T | null | undefined): T {
  if (object === null || object === undefined) throw notFound()
  return object
}

function accessOf({ scopes, deprecated }: Naming): Pick<Route, 'scopes' | 'deprecated'> {
  return { scopes, ...(deprecated && { deprecated }) }
}
