import { gid, worldIdOf } from './gid.ts'
import { firstOf } from './list.ts'
import { decimal, moneyBag } from './money.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { grossOf } from './order-amounts.ts'
import { findLine, isCancelled, isSent } from './order-parts.ts'
import { findVariant } from './product-groups.ts'
import { lineNode, type OrderLine, productNode, variantNode } from './refs.ts'
import { taxLineOf } from './shipping-line.ts'
import { weightOf } from './weight.ts'

export function lineSubject(deps: NodeDeps): Subject {
  const { world } = deps
  return {
    find: {
      LineItem: ({ number }) => mapped(worldIdOf('LineItem', number), (id) => mapped(findLine(id, world), lineNode)),
    },
    resolvers: {
      LineItem: fieldsOf<OrderLine>({
        ...own,
        ...prices,
        product: ({ line }) => mapped(findVariant(line.productId, deps), ({ group }) => productNode(group)),
        variant: ({ line }) => mapped(findVariant(line.productId, deps), variantNode),
        variantTitle: ({ line }) => world.products.get(line.productId)?.color.hu ?? null,
        vendor: ({ line }) => world.products.get(line.productId)?.manufacturer ?? null,
        weight: ({ line }) => mapped(world.products.get(line.productId), weightOf),
      }),
    },
  }
}

const unsent = (each: OrderLine) => (isCancelled(each.order) || isSent(each) ? 0 : each.line.quantity)
const current = (each: OrderLine) => (isCancelled(each.order) ? 0 : each.line.quantity)

const own = {
  id: ({ line }: OrderLine) => gid('LineItem', line.id),
  name: ({ line }: OrderLine) => line.name,
  title: ({ line }: OrderLine) => line.name,
  sku: ({ line }: OrderLine) => line.sku,
  quantity: ({ line }: OrderLine) => line.quantity,
  currentQuantity: current,
  refundableQuantity: current,
  unfulfilledQuantity: unsent,
  fulfillableQuantity: unsent,
  fulfillmentStatus: (each: OrderLine) => (isSent(each) ? 'fulfilled' : 'unfulfilled'),
  taxLines: ({ line, order }: OrderLine, args: Arguments) => firstOf([taxLineOf(grossOf(line), order)], args),
  ...constants({
    ...{ requiresShipping: true, taxable: true, isGiftCard: false, customAttributes: [], discountAllocations: [] },
    ...{ duties: [], nonFulfillableQuantity: 0, restockable: true, canRestock: true, merchantEditable: true },
    ...{ image: null, lineItemGroup: null, sellingPlan: null, staffMember: null, contract: null },
  }),
}

/** By the name of the field without `Set`. */
const amounts: Readonly<Record<string, (each: OrderLine) => number>> = {
  originalUnitPrice: ({ line }) => Number(line.gross),
  discountedUnitPrice: ({ line }) => Number(line.gross),
  originalTotal: ({ line }) => grossOf(line),
  discountedTotal: ({ line }) => grossOf(line),
  totalDiscount: () => 0,
  unfulfilledOriginalTotal: (each) => unsent(each) * Number(each.line.gross),
  unfulfilledDiscountedTotal: (each) => unsent(each) * Number(each.line.gross),
}

const prices = {
  ...Object.fromEntries(
    Object.entries(amounts).flatMap(([name, read]) => [
      [name, (each: OrderLine): unknown => decimal(read(each))],
      [`${name}Set`, (each: OrderLine): unknown => moneyBag(read(each), each.order)],
    ]),
  ),
  discountedUnitPriceAfterAllDiscountsSet: ({ line, order }: OrderLine) => moneyBag(Number(line.gross), order),
}
