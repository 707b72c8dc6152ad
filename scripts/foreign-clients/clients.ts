import type { ForeignClient } from './client.ts'
import { airbyteSource } from './shopify/airbyte.ts'
import { tapShopify } from './shopify/tap-shopify.ts'

/** A new client adds a line here. */
export const clients: readonly ForeignClient[] = [tapShopify, airbyteSource]
