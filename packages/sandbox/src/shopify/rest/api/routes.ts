import { RestRefusal } from './request.ts'
import { collectionRoutes } from './resources/collections.ts'
import { customerRoutes } from './resources/customers.ts'
import { eventRoutes } from './resources/events.ts'
import { inventoryRoutes } from './resources/inventory.ts'
import { orderRoutes } from './resources/orders.ts'
import { productRoutes } from './resources/products.ts'
import { oauthRoutes, shopRoutes } from './resources/shop.ts'
import type { Route } from './route.ts'

/** Everything that REST reads, the fixed parts of a path before the open ones. */
const routes: readonly Route[] = [
  ...oauthRoutes,
  ...shopRoutes,
  ...productRoutes,
  ...customerRoutes,
  ...orderRoutes,
  ...inventoryRoutes,
  ...collectionRoutes,
  ...eventRoutes,
]

export interface Match {
  route: Route
  params: string[]
}

export function findRoute(path: string): Match | null {
  const parts = path.split('/')
  for (const route of routes) {
    const params = match(route.path.split('/'), parts)
    if (params) return { route, params }
  }
  return null
}

/** What the open parts stand for, `null` for another path. */
function match(pattern: readonly string[], parts: readonly string[]): string[] | null {
  const isMatch = pattern.length === parts.length && pattern.every((each, at) => each === ':id' || each === parts[at])
  if (!isMatch) return null
  const params = parts.filter((_part, at) => pattern[at] === ':id')
  if (params.some((each) => !/^\d+$/.test(each))) throw new RestRefusal(400, { id: 'expected String to be a id' })
  return params
}
