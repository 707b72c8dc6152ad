import { expect, test } from 'vitest'
import { readWords } from './read-words.ts'

test.each([
  ['', { kind: 'none' }],
  ['dlv_0123456789abc', { kind: 'page', to: '/deliveries/dlv_0123456789abc' }],
  ['#1001', { kind: 'query', query: { object: '#1001' } }],
  ['orders/123', { kind: 'query', query: { object: 'orders/123' } }],
  ['orders/updated', { kind: 'query', query: { topic: 'orders/updated' } }],
  ['inventory.set', { kind: 'query', query: { topic: 'inventory.set' } }],
  ['SKU-9', { kind: 'query', query: { object: 'SKU-9' } }],
  ['could not be parsed', { kind: 'query', query: { error: 'could not be parsed' } }],
  ['status 429 of the shop', { kind: 'query', query: { error: 'status 429 of the shop' } }],
])('%s asks for what a reader means by it', (text, words) => {
  expect(readWords(text)).toEqual(words)
})
