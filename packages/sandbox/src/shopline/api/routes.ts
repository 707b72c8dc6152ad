import { notFound } from './answers.ts'
import { categoryRoutes } from './categories.ts'
import { customerWriteRoutes } from './customer-writes/index.ts'
import { customerRoutes } from './customers.ts'
import { merchantRoutes } from './merchants.ts'
import type { Answer, ApiCall, ApiShop, Route } from './open-api-types.ts'
import { orderRecordRoutes } from './order-records.ts'
import { orderSearchRoutes } from './order-search.ts'
import { orderWriteRoutes } from './order-writes/index.ts'
import { orderRoutes } from './orders.ts'
import { productSearchRoutes } from './product-search.ts'
import { productWriteRoutes } from './product-writes/index.ts'
import { productRoutes } from './products.ts'
import { shopListRoutes } from './shop-lists.ts'
import { warehouseRoutes } from './warehouses.ts'
import { webhookRoutes } from './webhooks.ts'

/** The first route that matches the address answers. */
const routes: readonly Route[] = [
  productRoutes,
  productSearchRoutes,
  productWriteRoutes,
  categoryRoutes,
  warehouseRoutes,
  orderRecordRoutes,
  orderRoutes,
  orderSearchRoutes,
  orderWriteRoutes,
  customerRoutes,
  customerWriteRoutes,
  merchantRoutes,
  shopListRoutes,
  webhookRoutes,
]

export function routeCall(call: ApiCall, shop: ApiShop): Answer {
  for (const route of routes) {
    const answer = route(call, shop)
    if (answer) return answer
  }
  return notFound('Resource')
}
