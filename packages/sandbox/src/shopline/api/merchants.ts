import { languages } from '../documents/texts.ts'
import { notFound, ok } from './answers.ts'
import type { ApiShop, Route } from './open-api-types.ts'
import { readSelection } from './select.ts'

/** The merchant of the token. */
export const merchantRoutes: Route = ({ method, path, query }, shop) => {
  const [root, id, ...rest] = path
  if (method !== 'GET' || root !== 'merchants' || rest.length > 0) return undefined
  if (id === undefined) return ok({ items: [readSelection(query)(merchantDocument(shop))] })
  if (id !== shop.merchantId) return notFound('Merchant')
  return ok(readSelection(query)(merchantDocument(shop)))
}

export function merchantDocument({ merchantId, world, currency }: ApiShop): Record<string, unknown> {
  const handle = world.domain
  return {
    ...{ id: merchantId, name: handle, email: `owner@${handle}.example.com`, handle },
    ...{ base_country_code: 'TW', base_currency_code: currency, custom_domain: null },
    brand_home_url: `https://${handle}.example.com`,
    default_language_code: languages.own,
    supported_languages: [languages.own, languages.other],
    ...{ current_plan_key: 'basic', rollout_keys: [], kyc_status: null, tags: [], taxes: [] },
  }
}
