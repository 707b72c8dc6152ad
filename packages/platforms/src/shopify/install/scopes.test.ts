import { expect, test } from 'vitest'
import { missingScopes } from './scopes.ts'

test('leave to write is leave to read, and never the other way round', () => {
  expect(missingScopes(['read_orders', 'write_orders'], ['write_orders'])).toEqual([])
  expect(missingScopes(['read_orders', 'write_orders'], ['read_orders'])).toEqual(['write_orders'])
  expect(missingScopes(['unauthenticated_read_tags'], ['unauthenticated_write_tags'])).toEqual([])
  expect(missingScopes(['read_tags'], ['unauthenticated_write_tags'])).toEqual(['read_tags'])
})

test('what is not granted is named, in the order in which it was wanted', () => {
  expect(missingScopes(['read_products', 'read_orders', 'read_customers'], ['read_orders'])).toEqual([
    'read_products',
    'read_customers',
  ])
})
