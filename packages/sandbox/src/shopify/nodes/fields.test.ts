import { isObjectType } from 'graphql'
import { expect, test } from 'vitest'
import { createClock } from '../../clock.ts'
import { createShop } from '../../world/shop.ts'
import { adminSchema } from '../graphql/schema.ts'
import { worldResolvers } from './index.ts'

test('every resolver belongs to a field of the schema', () => {
  const schema = adminSchema()
  const world = createShop({ domain: 'minta-bolt', seed: 1, clock: createClock() })
  const unknown = Object.entries(worldResolvers({ world, domain: 'minta-bolt.myshopify.com' })).flatMap(
    ([name, fields]) => {
      const type = name === 'Query' ? schema.getQueryType() : schema.getType(name)
      const known = isObjectType(type) ? type.getFields() : {}
      return Object.keys(fields)
        .filter((field) => !known[field])
        .map((field) => `${name}.${field}`)
    },
  )
  expect(unknown).toEqual([])
})
