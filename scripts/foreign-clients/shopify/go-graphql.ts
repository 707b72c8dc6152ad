import { join } from 'node:path'
import { root } from '../../paths.ts'
import type { ForeignClient } from '../client.ts'
import { buildGoProgram } from '../go-program.ts'
import { readLines } from './read-lines.ts'
import { idsOf } from './shop.ts'

const name = 'go-graphql-client 0.14.4'
/** The program over the library, with the library's version. */
const source = join(root, 'scripts/foreign-clients/shopify/go-graphql')
const build = () => buildGoProgram('go-graphql-client-0.14.4', source)

/** Hasura's GraphQL client for Go: it decodes answers into typed structs, page by page. https://github.com/hasura/go-graphql-client */
export const goGraphql: ForeignClient = {
  name,
  install: async () => void (await build()),

  expected({ sandbox }) {
    const { products, variants, customers, orders, lines, refunds } = idsOf(sandbox)
    return { products, variants, customers, orders, order_lines: lines, refunds }
  },

  async tasks(target) {
    const program = await build()
    const streams = Object.keys(this.expected(target))
    return [{ streams, read: () => readLines({ name, program, streams }, target) }]
  },
}
