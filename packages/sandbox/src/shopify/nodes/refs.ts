import type { Address, Category, Customer, Line, Order, Product } from '../../world/model.ts'
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
  /** In the world: ten numbers to an order. */
  id: number
  kind: 'SALE' | 'REFUND'
  order: Order
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
export const fulfillmentLineNode = createRef<OrderLine>('FulfillmentLineItem')
export const fulfillmentNode = createRef<Order>('Fulfillment')
export const fulfillmentOrderLineNode = createRef<OrderLine>('FulfillmentOrderLineItem')
export const fulfillmentOrderNode = createRef<Order>('FulfillmentOrder')
export const inventoryItemNode = createRef<Product>('InventoryItem')
export const levelNode = createRef<Level>('InventoryLevel')
export const lineNode = createRef<OrderLine>('LineItem')
export const locationNode = createRef<number>('Location')
export const measurementNode = createRef<Product>('InventoryItemMeasurement')
export const optionNode = createRef<ProductGroup>('ProductOption')
export const optionValueNode = createRef<Product>('ProductOptionValue')
export const orderNode = createRef<Order>('Order')
export const productNode = createRef<ProductGroup>('Product')
export const refundLineNode = createRef<OrderLine>('RefundLineItem')
export const refundNode = createRef<Order>('Refund')
export const shippingLineNode = createRef<Order>('ShippingLine')
export const transactionNode = createRef<Transaction>('OrderTransaction')
export const variantNode = createRef<Variant>('ProductVariant')
