import { findLine } from './find-line.ts'
import { gid, worldIdOf } from './gid.ts'
import { firstOf } from './list.ts'
import { decimal, moneyBag } from './money.ts'
import { type Arguments, constants, fieldsOf, mapped, type NodeDeps, type Subject } from './node.ts'
import { lineTotalOf, orderedOf, taxLinesOfLine, unitPriceOf } from './order-amounts.ts'
import { isCancelled, sentOf, unsentOf } from './order-parts.ts'
import { findVariant } from './product-groups.ts'
import { lineNode, type OrderLine, productNode, variantNode } from './refs.ts'
import { taxLineNode } from './shipping-line.ts'
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
        variantTitle: ({ line }) =>
          line.written ? line.written.variantTitle : (world.products.get(line.productId)?.color.hu ?? null),
        vendor: ({ line }) =>
          line.written ? line.written.vendor : (world.products.get(line.productId)?.manufacturer ?? null),
        weight: ({ line }) => mapped(world.products.get(line.productId), weightOf),
      }),
      CalculatedLineItem: {
        variant: (line) => mapped(findVariant((line as { productId: number }).productId, deps), variantNode),
      },
    },
  }
}

const unsent = unsentOf
const current = (each: OrderLine) => (isCancelled(each.order) ? 0 : each.line.quantity)

const own = {
  id: ({ line }: OrderLine) => gid('LineItem', line.id),
  name: ({ line }: OrderLine) => line.name,
  title: ({ line }: OrderLine) => line.name,
  sku: ({ line }: OrderLine) => line.sku || null,
  quantity: ({ line }: OrderLine) => orderedOf(line),
  currentQuantity: current,
  refundableQuantity: current,
  unfulfilledQuantity: unsent,
  fulfillableQuantity: unsent,
  fulfillmentStatus: (each: OrderLine) =>
    sentOf(each) === 0 ? 'unfulfilled' : unsent(each) === 0 ? 'fulfilled' : 'partial',
  taxLines: ({ line, order }: OrderLine, args: Arguments) =>
    firstOf(
      taxLinesOfLine(line, order).map((each) => taxLineNode(each, order)),
      args,
    ),
  requiresShipping: ({ line }: OrderLine) => line.written?.requiresShipping ?? true,
  taxable: ({ line }: OrderLine) => line.written?.taxable ?? true,
  isGiftCard: ({ line }: OrderLine) => line.written?.giftCard ?? false,
  customAttributes: ({ line }: OrderLine) => line.written?.properties ?? [],
  ...constants({
    ...{
      discountAllocations: [],
      duties: [],
      nonFulfillableQuantity: 0,
      restockable: true,
      canRestock: true,
      merchantEditable: true,
    },
    ...{ image: null, lineItemGroup: null, sellingPlan: null, staffMember: null, contract: null },
  }),
}

/** By the name of the field without `Set`. */
const amounts: Readonly<Record<string, (each: OrderLine) => number>> = {
  originalUnitPrice: ({ line, order }) => unitPriceOf(line, order),
  discountedUnitPrice: ({ line, order }) => unitPriceOf(line, order),
  originalTotal: ({ line, order }) => lineTotalOf(line, order),
  discountedTotal: ({ line, order }) => lineTotalOf(line, order),
  totalDiscount: () => 0,
  unfulfilledOriginalTotal: (each) => unsent(each) * unitPriceOf(each.line, each.order),
  unfulfilledDiscountedTotal: (each) => unsent(each) * unitPriceOf(each.line, each.order),
}

const prices = {
  ...Object.fromEntries(
    Object.entries(amounts).flatMap(([name, read]) => [
      [name, (each: OrderLine): unknown => decimal(read(each))],
      [`${name}Set`, (each: OrderLine): unknown => moneyBag(read(each), each.order)],
    ]),
  ),
  discountedUnitPriceAfterAllDiscountsSet: ({ line, order }: OrderLine) => moneyBag(unitPriceOf(line, order), order),
}
