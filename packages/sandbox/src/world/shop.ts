import type { Clock } from '../clock.ts'
import { type Collection, createCollection } from './collection.ts'
import { createGenerator, isBaseCart, type Sizes } from './generate.ts'
import { createIdList } from './id-list.ts'
import type { Category, Customer, Order, OrderStatus, Product } from './model.ts'
import { stockTimesAfter } from './stock-times.ts'

export interface ShopOptions extends Partial<Sizes> {
  domain: string
  seed: number
  clock: Clock
  /** How many of the four warehouses are in use. */
  stockCount?: number
}

/** What a new object is to have, which may depend on its number; the rest is invented. */
type New<T> = Partial<T> | ((id: number) => Partial<T>)

type Verb = 'created' | 'updated' | 'deleted'

export type Change =
  | { kind: `order.${Verb}` | 'order.status'; order: Order; before?: Order }
  | { kind: `product.${Verb}`; product: Product; before?: Product }
  | { kind: `customer.${Verb}`; customer: Customer; before?: Customer }
  | { kind: `category.${Verb}`; category: Category }

/** A deleted object, as it last was. */
export type Deletion = { at: number } & (
  | { kind: 'product'; object: Product }
  | { kind: 'customer'; object: Customer }
  | { kind: 'order'; object: Order }
  | { kind: 'category'; object: Category }
)

/** One shop of the world. Every change gets the time of the world's clock, and listeners are called. */
export interface WorldShop {
  domain: string
  stockCount: number
  /** The world's time, ms, whole seconds. */
  now(): number
  categories: Collection<Category>
  products: Collection<Product>
  customers: Collection<Customer>
  orders: Collection<Order>
  updateProduct(id: number, change: Partial<Product>): Product
  addProduct(change?: New<Product>): Product
  deleteProduct(id: number): boolean
  updateCustomer(id: number, change: Partial<Customer>): Customer
  addCustomer(change?: New<Customer>): Customer
  deleteCustomer(id: number): boolean
  addOrder(change?: New<Order>): Order
  updateOrder(id: number, change: Partial<Order>): Order
  /** Adds to the order's history, too. */
  changeOrderStatus(id: number, status: OrderStatus, comment?: string): Order
  deleteOrder(id: number): boolean
  updateCategory(id: number, change: Partial<Category>): Category
  deleteCategory(id: number): boolean
  /** Whether this is an order and not an abandoned cart; costs no object. */
  isPlaced(orderId: number): boolean
  /** Ids of orders without abandoned carts; the same array until an order changes. */
  placedOrders(): readonly number[]
  /** The oldest first. */
  deletions: readonly Deletion[]
  listen(listener: (change: Change) => void): void
}

const defaults: Sizes = { categories: 12, products: 60, customers: 40, orders: 100 }

export function createShop({ domain, seed, clock, stockCount = 2, ...options }: ShopOptions): WorldShop {
  const sizes: Sizes = {
    categories: options.categories ?? defaults.categories,
    products: options.products ?? defaults.products,
    customers: options.customers ?? defaults.customers,
    orders: options.orders ?? defaults.orders,
  }
  const generator = createGenerator(seed, sizes, clock.now())
  const base = <T extends { id: number; updatedAt: number }>(size: number, create: (id: number) => T) =>
    createCollection<T>({ size, create, updatedAt: (id) => generator.stamp(id, size) })
  const categories = base(sizes.categories, generator.category)
  const products = base(sizes.products, generator.product)
  const customers = base(sizes.customers, generator.customer)
  const orders = base(sizes.orders, generator.order)
  const listeners: ((change: Change) => void)[] = []

  const now = () => Math.floor(clock.now() / 1_000) * 1_000
  const update = <T extends { id: number; updatedAt: number }>(
    collection: Collection<T>,
    id: number,
    change: Partial<T>,
  ): T => {
    const object = collection.get(id)
    if (!object) throw new Error(`There is no object ${id} to change at ${domain}.`)
    const changed = { ...object, ...change, id, updatedAt: now() }
    collection.put(changed)
    return changed
  }
  const add = <T extends { id: number; updatedAt: number; createdAt: number }>(
    collection: Collection<T>,
    create: (id: number) => T,
    change: New<T>,
  ): T => collection.add((id) => ({ ...create(id), ...given(change, id), id, createdAt: now(), updatedAt: now() }))
  const notify = (change: Change) => {
    for (const listener of listeners) listener(change)
  }
  const deletions: Deletion[] = []
  const remove = <T extends { id: number; updatedAt: number }>(
    collection: Collection<T>,
    id: number,
    toDeletion: (object: T) => Deletion,
  ): boolean => {
    const object = collection.get(id)
    if (!object || !collection.remove(id)) return false
    const deletion = toDeletion(object)
    deletions.push(deletion)
    notify(toChange(deletion))
    return true
  }
  const isPlaced = (id: number) => {
    const touched = orders.touched(id)
    if (touched !== undefined) return touched !== null && touched.status !== null
    return id >= 1 && id <= sizes.orders && !isBaseCart(id)
  }
  const notifyOrder = (
    kind: 'order.created' | 'order.updated' | 'order.status',
    order: Order,
    before?: Order | null,
  ) => {
    notify({ kind, order, ...(before && { before }) })
    return order
  }
  const notifyProduct = (kind: 'product.created' | 'product.updated', product: Product, before?: Product | null) => {
    notify({ kind, product, ...(before && { before }) })
    return product
  }
  const notifyCustomer = (
    kind: 'customer.created' | 'customer.updated',
    customer: Customer,
    before?: Customer | null,
  ) => {
    notify({ kind, customer, ...(before && { before }) })
    return customer
  }
  const notifyCategory = (category: Category) => {
    notify({ kind: 'category.updated', category })
    return category
  }

  return {
    ...{ domain, stockCount, now, categories, products, customers, orders, deletions },
    updateProduct(id, change) {
      const before = products.get(id)
      const stockTimes = before && stockTimesAfter(before, change, now())
      return notifyProduct(
        'product.updated',
        update(products, id, { ...change, ...(stockTimes && { stockTimes }) }),
        before,
      )
    },
    addProduct: (change = {}) =>
      notifyProduct(
        'product.created',
        add(products, generator.product, (id) => ({ parentId: null, ...given(change, id) })),
      ),
    deleteProduct: (id) => remove(products, id, (object) => ({ kind: 'product', object, at: now() })),
    updateCustomer(id, change) {
      const before = customers.get(id)
      return notifyCustomer('customer.updated', update(customers, id, change), before)
    },
    addCustomer: (change = {}) => notifyCustomer('customer.created', add(customers, generator.customer, change)),
    deleteCustomer: (id) => remove(customers, id, (object) => ({ kind: 'customer', object, at: now() })),
    updateCategory: (id, change) => notifyCategory(update(categories, id, change)),
    deleteCategory: (id) => remove(categories, id, (object) => ({ kind: 'category', object, at: now() })),
    updateOrder(id, change) {
      const before = orders.get(id)
      return notifyOrder('order.updated', update(orders, id, change), before)
    },
    deleteOrder: (id) => remove(orders, id, (object) => ({ kind: 'order', object, at: now() })),
    addOrder(change = {}) {
      const at = now()
      const order = add(orders, generator.order, (id) => ({ status: 'processing' as const, ...given(change, id) }))
      orders.put({
        ...order,
        history: order.status === null ? [] : [{ id: order.id * 100, status: order.status, comment: '', at }],
      })
      return notifyOrder('order.created', orders.get(order.id) ?? order)
    },
    changeOrderStatus(id, status, comment = '') {
      const history = orders.get(id)?.history ?? []
      const entry = { id: id * 100 + history.length, status, comment, at: now() }
      return notifyOrder(
        'order.status',
        update(orders, id, { status, history: [...history, entry], progress: undefined }),
      )
    },
    isPlaced,
    placedOrders: createIdList(orders, isPlaced),
    listen: (listener) => void listeners.push(listener),
  }
}

function given<T>(change: New<T>, id: number): Partial<T> {
  return typeof change === 'function' ? change(id) : change
}

function toChange({ kind, object }: Deletion): Change {
  if (kind === 'product') return { kind: 'product.deleted', product: object }
  if (kind === 'customer') return { kind: 'customer.deleted', customer: object }
  return kind === 'order' ? { kind: 'order.deleted', order: object } : { kind: 'category.deleted', category: object }
}
