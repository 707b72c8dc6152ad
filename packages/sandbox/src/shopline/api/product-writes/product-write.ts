import type { Product } from '../../../world/model.ts'
import { productDocument } from '../../documents/product.ts'
import type { VariantGroup } from '../../variant-groups.ts'
import { ids } from '../../world-ids.ts'
import { ok, refuse } from '../answers.ts'
import type { Answer, ApiCall, ApiShop } from '../open-api-types.ts'
import { findProduct } from '../products.ts'
import { readSelection } from '../select.ts'

/** A call that changes one product; `group` is the version before it. */
export interface ProductWrite {
  group: VariantGroup
  call: ApiCall
  shop: ApiShop
}

/** The same for one of its variations. */
export interface VariationWrite extends ProductWrite {
  member: Product
}

export function unprocessable(text: string): Answer {
  return refuse(422, 'UnprocessableEntity', text)
}

/** Answers the present product. */
export function answerProduct(number: number, { query }: ApiCall, shop: ApiShop): Answer {
  const group = findProduct(shop, ids.product(number))
  if (!group) throw new Error(`There is no product ${number}.`)
  return ok(readSelection(query)(productDocument(group, shop)))
}
