import type { ForeignClient } from './client.ts'
import { airbyteSource } from './shopify/airbyte.ts'
import { goGraphql } from './shopify/go-graphql.ts'
import { goShopify } from './shopify/go-shopify.ts'
import { tapShopify } from './shopify/tap-shopify.ts'
import { shoplineSdk } from './shopline/sdk-python.ts'

/** A new client adds a line here. */
export const clients: readonly ForeignClient[] = [tapShopify, airbyteSource, goShopify, goGraphql, shoplineSdk]
