import type { ShopifyApi } from '../api/api.ts'
import {
  type CustomerPartsFragment,
  customerAddresses,
  type FulfillmentPartsFragment,
  fulfillmentLines,
  type OrderPartsFragment,
  orderLines,
  type ProductPartsFragment,
  productCollections,
  productMedia,
  productVariants,
  type RefundPartsFragment,
  refundLines,
} from '../api/graphql/documents.ts'
import { readRest } from './connection.ts'

/** Reads lists inside of objects to their ends, because a page contains only their first entries. */
export async function completeProduct(api: ShopifyApi, product: ProductPartsFragment): Promise<ProductPartsFragment> {
  const { id } = product
  return {
    ...product,
    variants: await readRest(
      product.variants,
      async (after) => (await api.query(productVariants, { id, after })).product?.variants,
    ),
    collections: await readRest(
      product.collections,
      async (after) => (await api.query(productCollections, { id, after })).product?.collections,
    ),
    media: await readRest(
      product.media,
      async (after) => (await api.query(productMedia, { id, after })).product?.media,
    ),
  }
}

export async function completeCustomer(
  api: ShopifyApi,
  customer: CustomerPartsFragment,
): Promise<CustomerPartsFragment> {
  const { id } = customer
  const addressesV2 = await readRest(
    customer.addressesV2,
    async (after) => (await api.query(customerAddresses, { id, after })).customer?.addressesV2,
  )
  return { ...customer, addressesV2 }
}

export async function completeOrder(api: ShopifyApi, order: OrderPartsFragment): Promise<OrderPartsFragment> {
  const { id } = order
  const lineItems = await readRest(
    order.lineItems,
    async (after) => (await api.query(orderLines, { id, after })).order?.lineItems,
  )
  const fulfillments: FulfillmentPartsFragment[] = []
  for (const each of order.fulfillments) fulfillments.push(await completeFulfillment(api, each))
  const refunds: RefundPartsFragment[] = []
  for (const each of order.refunds) refunds.push(await completeRefund(api, each))
  return { ...order, lineItems, fulfillments, refunds }
}

async function completeFulfillment(
  api: ShopifyApi,
  fulfillment: FulfillmentPartsFragment,
): Promise<FulfillmentPartsFragment> {
  const { id } = fulfillment
  const fulfillmentLineItems = await readRest(
    fulfillment.fulfillmentLineItems,
    async (after) => (await api.query(fulfillmentLines, { id, after })).fulfillment?.fulfillmentLineItems,
  )
  return { ...fulfillment, fulfillmentLineItems }
}

async function completeRefund(api: ShopifyApi, refund: RefundPartsFragment): Promise<RefundPartsFragment> {
  const { id } = refund
  const refundLineItems = await readRest(
    refund.refundLineItems,
    async (after) => (await api.query(refundLines, { id, after })).refund?.refundLineItems,
  )
  return { ...refund, refundLineItems }
}
