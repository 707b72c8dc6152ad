import type { Payload } from '../../contract/push-kinds.ts'
import type { Change } from '../../contract/writes.ts'
import { gidOf } from '../api/gid.ts'
import type {
  CreateOrderMutationVariables,
  CurrencyCode,
  MoneyBagInput,
  OrderCreateOrderInput,
  OrderCreateTaxLineInput,
} from '../api/graphql/documents.ts'
import { addressInput } from './address-input.ts'
import { toText, toUnits } from './decimal.ts'
import { amountsOf, type OrderAmounts } from './order-amounts.ts'

const GATEWAY = 'manual'
const PERCENT = 100n

/** What `orderCreate` is given. Everything that has a default at the platform is said, because some defaults are traps. */
export function orderInput(
  { target, payload }: Change<'order.create'>,
  shopCurrency: string,
): CreateOrderMutationVariables {
  const currency = payload.currency ?? shopCurrency
  const amounts = amountsOf(payload, currency)
  const money = (units: bigint): MoneyBagInput => ({
    shopMoney: { amount: toText(units), currencyCode: currency as CurrencyCode },
  })
  const billing = payload.billing_address ?? payload.shipping_address
  const order: OrderCreateOrderInput = {
    sourceIdentifier: target.ownId,
    currency: currency as CurrencyCode,
    taxesIncluded: payload.prices_include_tax ?? true,
    lineItems: lineItems({ target, payload }, amounts, money),
    shippingLines: shippingLines(payload, amounts, money),
    ...payment(payload, amounts, money),
    ...discount(payload, amounts, money),
    customer: customer(payload, target.customerId),
    email: payload.email,
    phone: payload.phone,
    shippingAddress: payload.shipping_address && addressInput(payload.shipping_address),
    billingAddress: billing && addressInput(billing),
    note: payload.note,
    tags: payload.tags,
    customAttributes: payload.attributes?.map(({ name, value }) => ({ key: name, value })),
    processedAt: payload.placed_at,
  }
  const options = {
    // The order exists already where it comes from: a policy of the shop cannot refuse it.
    inventoryBehaviour: payload.takes_stock ? ('DECREMENT_IGNORING_POLICY' as const) : ('BYPASS' as const),
    sendReceipt: false,
    sendFulfillmentReceipt: false,
  }
  return { order, options }
}

type ToMoney = (units: bigint) => MoneyBagInput

function lineItems(
  { target, payload }: Pick<Change<'order.create'>, 'target' | 'payload'>,
  { lineTaxes }: OrderAmounts,
  money: ToMoney,
): OrderCreateOrderInput['lineItems'] {
  return payload.lines.map(({ title, quantity, price, tax_rate, needs_shipping }, index) => {
    const variant = target.variants[index]
    return {
      // A title next to a variant would replace the variant's.
      ...(variant ? { variantId: gidOf('ProductVariant', variant.variantId), sku: variant.sku } : { title }),
      quantity,
      priceSet: money(toUnits(price)),
      // Without it the order has nothing to fulfill.
      requiresShipping: needs_shipping ?? true,
      taxLines: taxLines(tax_rate, lineTaxes[index], money),
    }
  })
}

function taxLines(
  rate: string | undefined,
  tax: bigint | null | undefined,
  money: ToMoney,
): OrderCreateTaxLineInput[] | undefined {
  if (rate === undefined || tax == null) return undefined
  return [{ title: 'Tax', rate: toText(toUnits(rate) / PERCENT), priceSet: money(tax) }]
}

function shippingLines({ shipping }: Payload<'order.create'>, { shippingTax }: OrderAmounts, money: ToMoney) {
  if (!shipping) return undefined
  const { title, price, tax_rate } = shipping
  return [{ title, priceSet: money(toUnits(price)), taxLines: taxLines(tax_rate, shippingTax, money) }]
}

/** A payment is a transaction, so that the status follows from it and stays. */
function payment(
  { payment: { status = 'pending', title } = {} }: Payload<'order.create'>,
  { total }: OrderAmounts,
  money: ToMoney,
) {
  const isPaid = status === 'paid'
  const financialStatus = isPaid ? ('PAID' as const) : ('PENDING' as const)
  if (total === 0n || (!isPaid && title === undefined)) return { financialStatus }
  return {
    financialStatus,
    transactions: [
      {
        kind: 'SALE' as const,
        status: isPaid ? ('SUCCESS' as const) : ('PENDING' as const),
        gateway: title ?? GATEWAY,
        amountSet: money(total),
      },
    ],
  }
}

function discount({ discount: given }: Payload<'order.create'>, amounts: OrderAmounts, money: ToMoney) {
  if (!given) return {}
  return { discountCode: { itemFixedDiscountCode: { code: given.code, amountSet: money(amounts.discount) } } }
}

/** The phone number stays out: it names a customer, and another one may have it. */
function customer(
  { customer: named, email }: Payload<'order.create'>,
  customerId: string | null,
): OrderCreateOrderInput['customer'] {
  if (customerId !== null) return { toAssociate: { id: gidOf('Customer', customerId) } }
  if (email === undefined) return undefined
  return { toUpsert: { email, firstName: named?.first_name, lastName: named?.last_name } }
}
