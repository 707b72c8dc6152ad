import { notFound } from './answers.ts'
import { catalogueRoutes } from './catalogue.ts'
import { merchantRoutes } from './merchants.ts'
import { productSearchRoutes } from './product-search.ts'
import type { Answer, ApiCall, ApiShop, Route } from './shell.ts'
import { webhookRoutes } from './webhooks.ts'

/** The first that knows the address answers. */
const routes: readonly Route[] = [catalogueRoutes, productSearchRoutes, merchantRoutes, webhookRoutes]

export function routeCall(call: ApiCall, shop: ApiShop): Answer {
  for (const route of routes) {
    const answer = route(call, shop)
    if (answer) return answer
  }
  return notFound('Resource')
}
