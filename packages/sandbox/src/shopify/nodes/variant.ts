import { type CustomId, findByCustomId } from './custom-ids.ts'
import { gid, numberOf, timeOf, worldIdIn, worldIdOf } from './gid.ts'
import { listParts } from './list.ts'
import { metafieldFields } from './metafield.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { statusOf } from './product.ts'
import { findVariant, stockOf, type Variant } from './product-groups.ts'
import { selectedOptionsOf, variantTitleOf } from './product-options.ts'
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
        availableForSale: (each) =>
          statusOf(each.group) === 'ACTIVE' && (stock(each) > 0 || each.product.written?.policy === 'CONTINUE'),
        ...metafieldFields(world, 'PRODUCTVARIANT', ({ product }: Variant) => ({
          id: product.id,
          metafields: product.written?.variantMetafields,
        })),
      }),
      Query: {
        productVariantByIdentifier(_source, { identifier }) {
          const { id, customId } = identifier as { id?: string; customId?: CustomId }
          return find(customId ? findByCustomId(world, 'PRODUCTVARIANT', customId) : worldIdIn(id, 'ProductVariant'))
        },
      },
    },
  }
}

const own = {
  id: ({ product }: Variant) => gid('ProductVariant', product.id),
  legacyResourceId: ({ product }: Variant) => String(numberOf('ProductVariant', product.id)),
  title: ({ product }: Variant) => variantTitleOf(product),
  displayName: ({ product }: Variant) => product.name.hu,
  sku: ({ product }: Variant) => product.sku || null,
  barcode: ({ product }: Variant) => product.barcode || null,
  compareAtPrice: ({ product }: Variant) => product.written?.compareAtPrice ?? null,
  taxable: ({ product }: Variant) => product.written?.taxable ?? true,
  inventoryPolicy: ({ product }: Variant) => product.written?.policy ?? 'DENY',
  position: ({ place }: Variant) => place + 1,
  price: ({ product }: Variant) => product.gross,
  createdAt: ({ product }: Variant) => timeOf(product.createdAt),
  updatedAt: ({ product }: Variant) => timeOf(product.updatedAt),
  selectedOptions: ({ product, group }: Variant) => selectedOptionsOf(product, group),
  inventoryItem: ({ product }: Variant) => inventoryItemNode(product),
  product: ({ group }: Variant) => productNode(group),
  media: (_variant: Variant, args: Arguments) => listParts([], args),
  ...constants({
    ...{ image: null, taxCode: null },
    ...{ requiresComponents: false, showUnitPrice: false, unitPrice: null, unitPriceMeasurement: null },
    ...{ translations: [] },
  }),
}
