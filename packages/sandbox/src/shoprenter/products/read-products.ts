import type { Product } from '../../world/model.ts'
import type { Read } from '../read.ts'
import { collection, objectFilter } from '../read-collection.ts'
import { productResource } from './product-resource.ts'

const related = [
  ...['productDescriptions', 'productCategoryRelations', 'productSpecials', 'productTags'],
  ...['customerGroupProductPrices', 'urlAliases'],
]
const of = ({ products }: Read['shop']) => products

export const readProducts = collection({
  kind: 'product',
  of,
  toResource: productResource,
  plain: {
    related: Object.fromEntries(related.map((name) => [name, 'productId'])),
    omitted: ['productPrices', 'productAttributeExtend'],
  },
  filters: {
    sku: objectFilter(of, ({ sku }, value) => sku === value),
    parentProductId: objectFilter(of, ({ parentId }, value) => parentId === Number(value)),
  },
})

/** The product that `productId` names, or all. */
export function productsIn({ shop, formats, query }: Read): Product[] {
  const id = query.get('productId')
  const number = id === null ? null : formats.ids.find('product', id)
  const numbers = id === null ? shop.products.ids() : number === null ? [] : [number]
  return numbers.flatMap((each) => shop.products.get(each) ?? [])
}
