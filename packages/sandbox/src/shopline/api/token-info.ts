import { ok } from './answers.ts'
import { merchantDocument } from './merchants.ts'
import type { Answer, ApiShop, TokenHolder } from './open-api-types.ts'

/** Whose token it is; there is no staff behind that of an installation. https://open-api.docs.shoplineapp.com/v2.82.16/docs/get-token-info */
export function tokenInfo({ staff }: TokenHolder, shop: ApiShop): Answer {
  const { id, email, handle, name } = merchantDocument(shop)
  return ok({ ...(staff && { staff }), merchant: { _id: id, email, handle, name } })
}
