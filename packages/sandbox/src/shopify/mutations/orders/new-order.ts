import type { Order, OrderStatus } from '../../../world/model.ts'
import type { WorldShop } from '../../../world/shop.ts'
import type { Payment, Progress, ShippingLine, WrittenOrder } from '../../../world/written.ts'
import { cents } from '../../nodes/money.ts'
import { shipmentId } from '../../world-ids.ts'
import { findLocation } from '../input/find-location.ts'
import { readAddress } from '../input/read-address.ts'
import { rateIn } from '../input/read-money.ts'
import { readTags } from '../input/read-tags.ts'
import { writeMetafields } from '../input/write-metafields.ts'
import { newLines } from './new-lines.ts'
import type { OrderInput } from './order-input.ts'
import { bagsIn } from './order-problems.ts'
import { addUp, amountIn, taxesOf } from './taxes.ts'

type Buyer = Pick<Order, 'firstName' | 'lastName' | 'email' | 'phone'> & { id: number }

/** An order as the world keeps it, from an input that has no problems. */
export function newOrder(id: number, input: OrderInput, buyer: Buyer | null, world: WorldShop): Partial<Order> {
  const own = (input.currency ?? 'HUF') as Order['currency']
  const shown = (input.presentmentCurrency ?? own) as Order['currency']
  const lines = newLines(id, input, world)
  const shippingLines = newShippingLines(input)
  const taxes = [
    ...lines.flatMap((line) => line.written?.taxLines ?? []),
    ...shippingLines.flatMap((each) => each.taxLines),
  ]
  const address = readAddress(id * 10, input.shippingAddress ?? { countryCode: 'HU' })
  const named = input.shippingAddress ?? input.billingAddress ?? buyer
  const shipping = shippingLines.reduce((sum, { price, taxLines }) => {
    return sum + price + (input.taxesIncluded ? 0 : amountIn(taxLines))
  }, 0)
  const goods = lines.reduce(
    (sum, line) => sum + Number(input.taxesIncluded ? line.gross : line.net) * line.quantity,
    0,
  )
  const progress = newProgress(id, input, { lines, world })
  return {
    ...{ customerId: buyer?.id ?? null, firstName: named?.firstName ?? '', lastName: named?.lastName ?? '' },
    ...{
      email: input.email ?? buyer?.email ?? '',
      phone: input.phone ?? buyer?.phone ?? '',
      comment: input.note ?? '',
    },
    ...{ address, lines, shipping: String(cents(shipping)), discount: String(discountOf(input, goods)) },
    currency: shown,
    rate: rateIn(
      bagsIn(input, []).map(({ bag }) => bag),
      { own, shown },
    ),
    ...{ status: statusOf(progress, lines), progress },
    written: {
      ...writtenOf(input, world),
      ...{ shippingLines, taxLines: addUp(taxes), ...(own !== 'HUF' && { currency: own }) },
      billingAddress: billingOf(id, input),
      metafields: writeMetafields([], input.metafields ?? [], { world, type: 'ORDER', id, path: [] }),
    },
  }
}

function billingOf(id: number, { billingAddress, shippingAddress }: OrderInput) {
  if (!billingAddress) return null
  return JSON.stringify(billingAddress) === JSON.stringify(shippingAddress)
    ? undefined
    : readAddress(id * 10, billingAddress)
}

function writtenOf(input: OrderInput, world: WorldShop): WrittenOrder {
  const { discountCode } = input
  const used = discountCode?.itemFixedDiscountCode ?? discountCode?.itemPercentageDiscountCode
  const code = (used ?? discountCode?.freeShippingDiscountCode)?.code
  return {
    ...{ name: input.name ?? undefined, sourceIdentifier: input.sourceIdentifier ?? null, test: input.test },
    ...{ sourceName: input.sourceName ?? 'app', sourceUrl: input.sourceUrl ?? null, poNumber: input.poNumber ?? null },
    ...{ tags: readTags(input.tags ?? []), customAttributes: input.customAttributes ?? [] },
    ...{ discountCodes: code ? [code] : [], taxesIncluded: input.taxesIncluded },
    // Orders of the future are orders of now.
    processedAt: Math.min(timeIn(input.processedAt) ?? world.now(), world.now()),
    closedAt: timeIn(input.closedAt),
  }
}

function timeIn(text: string | null | undefined): number | null {
  return text ? Math.floor(Date.parse(text) / 1_000) * 1_000 : null
}

function newShippingLines({ shippingLines, taxesIncluded, discountCode }: OrderInput): ShippingLine[] {
  return (shippingLines ?? []).map(({ title, code, source, priceSet, taxLines }) => {
    const price = discountCode?.freeShippingDiscountCode ? 0 : Number(priceSet.shopMoney.amount)
    return {
      ...{ title, code: code ?? null, source: source ?? null, price },
      taxLines: taxesOf(taxLines ?? [], price, taxesIncluded),
    }
  })
}

function discountOf({ discountCode }: OrderInput, goods: number): number {
  const { itemFixedDiscountCode: fixed, itemPercentageDiscountCode: part } = discountCode ?? {}
  if (fixed) return Math.min(goods, Number(fixed.amountSet?.shopMoney.amount ?? 0))
  return cents((goods * (part?.percentage ?? 0)) / 100)
}

interface ProgressContext {
  lines: Order['lines']
  world: WorldShop
}

function newProgress(id: number, input: OrderInput, { lines, world }: ProgressContext): Progress {
  const { fulfillment, fulfillmentStatus, financialStatus } = input
  const isSent = fulfillment || fulfillmentStatus === 'FULFILLED'
  const now = world.now()
  const numbers = fulfillment?.trackingNumbers ?? (fulfillment?.trackingNumber ? [fulfillment.trackingNumber] : [])
  const shipment = {
    ...{ id: shipmentId(id, 0), createdAt: now, updatedAt: now, company: fulfillment?.trackingCompany ?? null },
    ...{ place: (fulfillment && findLocation(fulfillment.locationId, world)) ?? 1, numbers, urls: [] },
    lines: lines.map(({ id: lineId, quantity }) => ({ lineId, quantity })),
  }
  const said = { PARTIAL: 'PARTIALLY_FULFILLED', RESTOCKED: 'RESTOCKED' }[fulfillmentStatus ?? '']
  return {
    payments: newPayments(input, now),
    shipments: isSent ? [shipment] : [],
    ...(financialStatus && { financialStatus }),
    ...(said && !isSent && { fulfillmentStatus: said }),
  }
}

function newPayments({ transactions }: OrderInput, now: number): Payment[] {
  return (transactions ?? []).map(({ amountSet, kind, status, gateway, processedAt }) => ({
    ...{ kind: kind as Payment['kind'], status: status as Payment['status'], gateway: gateway ?? 'manual' },
    ...{ amount: Number(amountSet.shopMoney.amount), at: timeIn(processedAt) ?? now },
  }))
}

/** The nearest to it that the world has. */
export function statusOf(progress: Progress, lines: Order['lines']): OrderStatus {
  const sent = progress.shipments.flatMap((shipment) => shipment.lines).reduce((sum, { quantity }) => sum + quantity, 0)
  if (sent > 0) return sent < lines.reduce((sum, { quantity }) => sum + quantity, 0) ? 'shipped' : 'complete'
  const isPaid = progress.payments.some(
    ({ kind, status }) => (kind === 'SALE' || kind === 'CAPTURE') && status === 'SUCCESS',
  )
  return isPaid || progress.financialStatus === 'PAID' ? 'paid' : 'processing'
}
