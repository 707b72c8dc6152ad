import type { WorldShop } from '../../../world/shop.ts'
import type { ProductGroups } from '../../nodes/product-groups.ts'
import type { Body } from '../bodies/body.ts'

/** The shop that the REST Admin API reads from. */
export interface RestShop {
  world: WorldShop
  domain: string
  productGroups(): ProductGroups
  /** Signs page cursors. */
  cursorKey: Buffer
}

export interface RestRequest {
  shop: RestShop
  /** Below the version and without `.json`: `orders/5000000000001/refunds`. */
  path: string
  /** The parts of the path that its route leaves open. */
  params: readonly string[]
  query: URLSearchParams
  scopes: ReadonlySet<string>
  /** The address the client has called, without its query. */
  url: string
}

export interface RestResult {
  body: Body
  /** The `Link` header of a page. */
  link?: string
}

/** A request that the API refuses: thrown wherever it is found out. */
export class RestRefusal extends Error {
  readonly status: number
  readonly errors: unknown

  constructor(status: number, errors: unknown) {
    super(`Refused with ${status}`)
    this.status = status
    this.errors = errors
  }
}

export function notFound(): RestRefusal {
  return new RestRefusal(404, 'Not Found')
}

export function badParameter(name: string, problem: string): RestRefusal {
  return new RestRefusal(400, { [name]: problem })
}

/** The values of a comma-separated parameter. */
export function listParameter(query: URLSearchParams, name: string): string[] {
  return (query.get(name) ?? '').split(',').flatMap((value) => value.trim() || [])
}
