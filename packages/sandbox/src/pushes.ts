import type { WorldShop } from './world/shop.ts'

/** What an account wants to order in a shop. */
export interface WantedOrder {
  /** Of the buyer. */
  email: string
  /** Products of the world; one unit of each. */
  productIds: readonly number[]
}

/** What an account wants to sell in a shop. */
export interface WantedProduct {
  sku: string
  title: string
  /** Gross, decimal text. */
  price: string
}

/** The payload of a push that saves the product, without what only one platform asks for. */
export function productToPush({ sku, title, price }: WantedProduct) {
  return { title, description_html: `<p>${title}</p>`, status: 'active', variants: [{ sku, price }] }
}

/** The payload of a push that creates the order, without what only one platform asks for. */
export function orderToPush(world: WorldShop, { email, productIds }: WantedOrder) {
  return {
    lines: productIds.map((id) => {
      const product = world.products.get(id)
      if (!product) throw new Error(`The shop has no product ${id}.`)
      return { variant: { sku: product.sku }, quantity: 1, price: product.gross }
    }),
    email,
    phone: '+36301234567',
    shipping_address: {
      ...{ first_name: 'Anna', last_name: 'Kiss', address1: 'Fő utca 1.', city: 'Szeged' },
      ...{ zip: '6720', country_code: 'HU' },
    },
    note: `Order of ${email}`,
  }
}
