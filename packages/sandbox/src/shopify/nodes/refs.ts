import type { Address, Category, Customer, Line, Order, Product } from '../../world/model.ts'
import type { Payment, Shipment, ShippingLine } from '../../world/written.ts'
import type { Node } from './node.ts'
import type { ProductGroup, Variant } from './product-groups.ts'

function createRef<Of>(type: string): (of: Of) => Node<Of> {
  return (of) => ({ __typename: type, of })
}

export interface OwnedAddress {
  id: string
  address: Address
}

export interface OrderLine {
  line: Line
  order: Order
}

export interface Transaction {
  /** In the world: one of the numbers of the order's parts. */
  id: number
  payment: Payment
  order: Order
}

/** What was sent of an order at once. */
export interface Parcel {
  order: Order
  shipment: Shipment
  /** Among those of the order, from 0. */
  place: number
}

export interface ParcelLine extends OrderLine {
  parcel: Parcel
  quantity: number
}

export interface Delivery {
  /** In the world: one of the numbers of the order's shipments. */
  id: number
  order: Order
  shippingLine: ShippingLine
}

/** An option of a product, such as its size. */
export interface GroupOption {
  /** In the world: one of the numbers of the product's options. */
  id: number
  name: string
  /** From 0. */
  place: number
  group: ProductGroup
}

/** What a variant is of the option at a place. */
export interface OptionValue {
  product: Product
  place: number
}

/** What of one variant lies at one place. */
export interface Level {
  place: number
  product: Product
}

/** What each type of object is made from. Its fields are in the file of its subject. */
export const addressNode = createRef<OwnedAddress>('MailingAddress')
export const collectionNode = createRef<Category>('Collection')
export const customerNode = createRef<Customer>('Customer')
export const fulfillmentLineNode = createRef<ParcelLine>('FulfillmentLineItem')
export const fulfillmentNode = createRef<Parcel>('Fulfillment')
export const fulfillmentOrderLineNode = createRef<OrderLine>('FulfillmentOrderLineItem')
export const fulfillmentOrderNode = createRef<Order>('FulfillmentOrder')
export const inventoryItemNode = createRef<Product>('InventoryItem')
export const levelNode = createRef<Level>('InventoryLevel')
export const lineNode = createRef<OrderLine>('LineItem')
export const locationNode = createRef<number>('Location')
export const measurementNode = createRef<Product>('InventoryItemMeasurement')
export const optionNode = createRef<GroupOption>('ProductOption')
export const optionValueNode = createRef<OptionValue>('ProductOptionValue')
export const orderNode = createRef<Order>('Order')
export const productNode = createRef<ProductGroup>('Product')
export const refundLineNode = createRef<OrderLine>('RefundLineItem')
export const refundNode = createRef<Order>('Refund')
export const shippingLineNode = createRef<Delivery>('ShippingLine')
export const transactionNode = createRef<Transaction>('OrderTransaction')
export const variantNode = createRef<Variant>('ProductVariant')
