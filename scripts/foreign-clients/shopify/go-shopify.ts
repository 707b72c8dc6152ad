import { join } from 'node:path'
import { root } from '../../paths.ts'
import type { ForeignClient } from '../client.ts'
import { buildGoProgram } from '../go-program.ts'
import { readLines } from './read-lines.ts'
import { idsOf } from './shop.ts'

const name = 'go-shopify 4.7.0'
/** The program over the library, with the library's version. */
const source = join(root, 'scripts/foreign-clients/shopify/go-shopify')
const build = () => buildGoProgram('go-shopify-4.7.0', source)

/** Bold's REST client for Go, whose ids are 64-bit numbers. https://github.com/bold-commerce/go-shopify */
export const goShopify: ForeignClient = {
  name,
  install: async () => void (await build()),

  expected({ sandbox }) {
    const {
      locations,
      products,
      variants,
      collections,
      customers,
      orders,
      lines,
      fulfillments,
      refunds,
      items,
      levels,
    } = idsOf(sandbox)
    return {
      ...{ locations, products, variants, collections, customers, orders },
      ...{ order_lines: lines, fulfillments, refunds, items, levels },
    }
  },

  async tasks(target) {
    const program = await build()
    const streams = Object.keys(this.expected(target))
    return [{ streams, read: () => readLines({ name, program, streams }, target) }]
  },
}
