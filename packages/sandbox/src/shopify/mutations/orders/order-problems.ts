import type { WorldShop } from '../../../world/shop.ts'
import { findLocation } from '../input/find-location.ts'
import { isKnownCurrency, isMoneyBag, type MoneyBag } from '../input/read-money.ts'
import { metafieldProblems } from '../input/write-metafields.ts'
import { problem, type UserError } from '../user-error.ts'
import { claimProblems } from './claim-stock.ts'
import { customerProblems } from './new-customer.ts'
import { productOf } from './new-lines.ts'
import type { LineInput, OrderInput } from './order-input.ts'

/** Why an order is not made; places in lists are numbers. */
export function orderProblems(order: OrderInput, obeysPolicy: boolean, world: WorldShop): UserError[] {
  const lines = order.lineItems ?? []
  if (lines.length === 0) return [invalid(['lineItems'], 'Line items must have at least one line item')]
  const owner = { world, type: 'ORDER', id: 0, path: ['order', 'metafields'], code: 'INVALID' }
  const problems = [
    ...customerProblems(order, world),
    ...lines.flatMap((line, index) => lineProblems(line, index, world)),
    ...moneyProblems(order),
    ...taxProblems(order),
    ...(order.fulfillment && !findLocation(order.fulfillment.locationId, world)
      ? [invalid(['fulfillment', 'locationId'], 'Location does not exist')]
      : []),
    ...metafieldProblems(order.metafields ?? [], owner),
  ]
  return problems.length > 0 || !obeysPolicy ? problems : claimProblems(lines, world)
}

function invalid(path: (string | number)[], message: string): UserError {
  return problem(['order', ...path], message, 'INVALID')
}

function lineProblems(line: LineInput, index: number, world: WorldShop): UserError[] {
  const at = (name: string, message: string) => [invalid(['lineItems', index, name], message)]
  if (line.quantity < 1) return at('quantity', 'Quantity must be greater than 0')
  if (line.variantId == null) return line.title ? [] : at('title', "Title can't be blank")
  return productOf(line, world) ? [] : at('variantId', 'Variant does not exist')
}

function taxProblems({ taxLines, lineItems }: OrderInput): UserError[] {
  const isTwice = taxLines?.length && lineItems?.some((line) => line.taxLines?.length)
  return isTwice ? [invalid(['taxLines'], 'Tax lines can be set on the order or on the line items, not both')] : []
}

/** All amounts are in the order's own currency, and what the customer saw in the other. */
function moneyProblems(order: OrderInput): UserError[] {
  const { currency, presentmentCurrency, ...rest } = order
  const own = currency ?? 'HUF'
  if (!isKnownCurrency(own)) return [invalid(['currency'], 'Currency is not enabled in this shop')]
  const shown = presentmentCurrency ?? own
  if (!isKnownCurrency(shown)) return [invalid(['presentmentCurrency'], 'Currency is not enabled in this shop')]
  return bagsIn(rest, []).flatMap(({ path, bag }) => {
    if (bag.shopMoney.currencyCode !== own) return [invalid([...path, 'shopMoney'], `Currency must be ${own}`)]
    const { presentmentMoney } = bag
    return presentmentMoney && presentmentMoney.currencyCode !== shown
      ? [invalid([...path, 'presentmentMoney'], `Currency must be ${shown}`)]
      : []
  })
}

/** Every amount of an input, and where it stands. */
export function bagsIn(value: unknown, path: (string | number)[]): { path: (string | number)[]; bag: MoneyBag }[] {
  if (isMoneyBag(value)) return [{ path, bag: value }]
  if (Array.isArray(value)) return value.flatMap((each, index) => bagsIn(each, [...path, index]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => bagsIn(each, [...path, name]))
}
