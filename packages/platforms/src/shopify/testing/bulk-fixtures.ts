import type { ShopFixtures } from './bulk-shop.ts'
import {
  address,
  connection,
  customer,
  image,
  level,
  line,
  location,
  order,
  product,
  variant,
} from './graphql-fixtures.ts'

type Fields = Record<string, unknown>
/** Beyond what a number of JavaScript holds exactly. */
const FIRST = 9_007_199_254_740_993n
const CHILDREN = 320

const numberAt = (index: number) => String(FIRST + BigInt(index))
const listOf = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index))

/** As the merchant put them, which is not as they were uploaded; one is no image, one is not ready. */
const media = [image('30'), image('10'), { __typename: 'Video', id: 'gid://shopify/Video/20' }, image('40')]
const pending = { __typename: 'MediaImage', id: 'gid://shopify/MediaImage/50', image: null }

const products: Fields[] = [
  product(numberAt(0), {
    variants: connection(listOf(CHILDREN, (index) => variant(numberAt(index), { position: index + 1 }))),
    collections: connection(listOf(CHILDREN, (index) => ({ id: `gid://shopify/Collection/${100 + index}` }))),
    ...{ media: connection([...media, pending]), featuredMedia: media[0] },
  }),
  product(numberAt(1), {
    variants: connection([variant(numberAt(400))]),
    ...{ media: connection([image('70'), image('60')]), featuredMedia: image('70') },
  }),
  product(numberAt(2), { media: connection([]), collections: connection([]), variants: connection([]) }),
]

const customers: Fields[] = [
  customer(numberAt(0), { addressesV2: connection(listOf(CHILDREN, (index) => address(String(100 + index)))) }),
  customer(numberAt(1), { addressesV2: connection([]), defaultAddress: null, defaultEmailAddress: null }),
]

const lines = listOf(CHILDREN, (index) => line(numberAt(index)))
const soldLines = connection(lines.map(({ id }) => ({ quantity: 2, lineItem: { id } })))
const { fulfillments, refunds } = order('1') as { fulfillments: Fields[]; refunds: Fields[] }

const orders: Fields[] = [
  order(numberAt(0), { lineItems: connection(lines), fulfillments: [], refunds: [] }),
  order(numberAt(1), {
    lineItems: connection(listOf(CHILDREN, (index) => line(numberAt(1_000 + index)))),
    fulfillments: fulfillments.map((each) => ({ ...each, fulfillmentLineItems: soldLines })),
    refunds: [],
  }),
  order(numberAt(2), { lineItems: connection([]), fulfillments: [], refunds }),
]

const items = listOf(CHILDREN, numberAt)
const levels = items.flatMap((item, index) => [level(item, '1', index), level(item, '2', -index)])
const levelsWhere = (field: 'item' | 'location', id: unknown) =>
  connection(levels.filter((each) => (each[field] as Fields).id === id))

const inventoryItems: Fields[] = [...items, numberAt(CHILDREN)].map((item) => {
  const id = `gid://shopify/InventoryItem/${item}`
  return { __typename: 'InventoryItem', id, inventoryLevels: levelsWhere('item', id) }
})

/** Each kind with more children than a page holds, and with none. */
export const fixtures: ShopFixtures = {
  lists: {
    ...{ products, customers, orders, inventoryItems },
    locations: [location('1'), location('2')],
  },
  others: {
    product: ({ id }) => products.find((each) => each.id === id),
    customer: ({ id }) => customers.find((each) => each.id === id),
    order: ({ id }) => orders.find((each) => each.id === id),
    fulfillment: () => ({ fulfillmentLineItems: soldLines }),
    refund: ({ id }) => refunds.find((each) => each.id === id),
    location: ({ id }) => ({ inventoryLevels: levelsWhere('location', id) }),
  },
}
