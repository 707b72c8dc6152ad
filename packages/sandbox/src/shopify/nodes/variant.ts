import { gid, numberOf, timeOf, worldIdIn, worldIdOf } from './gid.ts'
import { listParts } from './list.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { selectedOptionsOf, statusOf } from './product.ts'
import { findVariant, stockOf, type Variant } from './product-groups.ts'
import { inventoryItemNode, productNode, variantNode } from './refs.ts'

export function variantSubject(deps: NodeDeps): Subject {
  const { world } = deps
  const find = (id: number | null) => mapped(id && findVariant(id, deps), variantNode)
  const stock = ({ product }: Variant) => stockOf(product, world)
  return {
    find: { ProductVariant: ({ number }) => find(worldIdOf('ProductVariant', number)) },
    resolvers: {
      ProductVariant: fieldsOf<Variant>({
        ...own,
        inventoryQuantity: stock,
        sellableOnlineQuantity: stock,
        availableForSale: (each) => statusOf(each.group) === 'ACTIVE' && stock(each) > 0,
      }),
      Query: {
        productVariantByIdentifier: (_source, { identifier }) =>
          find(worldIdIn((identifier as { id?: string }).id, 'ProductVariant')),
      },
    },
  }
}

const own = {
  id: ({ product }: Variant) => gid('ProductVariant', product.id),
  legacyResourceId: ({ product }: Variant) => String(numberOf('ProductVariant', product.id)),
  title: ({ product }: Variant) => product.color.hu,
  displayName: ({ product }: Variant) => product.name.hu,
  sku: ({ product }: Variant) => product.sku,
  barcode: ({ product }: Variant) => product.barcode,
  position: ({ place }: Variant) => place + 1,
  price: ({ product }: Variant) => product.gross,
  createdAt: ({ product }: Variant) => timeOf(product.createdAt),
  updatedAt: ({ product }: Variant) => timeOf(product.updatedAt),
  selectedOptions: ({ product, group }: Variant) => selectedOptionsOf(product, group),
  inventoryItem: ({ product }: Variant) => inventoryItemNode(product),
  product: ({ group }: Variant) => productNode(group),
  media: (_variant: Variant, args: Arguments) => listParts([], args),
  ...constants({
    ...{ compareAtPrice: null, taxable: true, inventoryPolicy: 'DENY', image: null, taxCode: null },
    ...{ requiresComponents: false, showUnitPrice: false, unitPrice: null, unitPriceMeasurement: null },
    ...{ translations: [] },
  }),
}
