import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { print } from 'graphql'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSources } from './read-sources.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'documents-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (file: string, text: string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

test('an operation contains the fragments it needs, from any file, and no others', () => {
  write('orders.graphql', 'query Orders { orders(first: 1) { nodes { ...order } } }')
  write('order.graphql', 'fragment order on Order { id customer { ...customer } }')
  write('people.graphql', 'fragment customer on Customer { id } fragment unused on Customer { id }')
  const { operations, fragments } = readSources(folder)
  expect(fragments).toHaveLength(3)
  const [text] = operations.map(({ document }) => print(document))
  expect(text?.match(/fragment \w+/g)).toEqual(['fragment order', 'fragment customer'])
})

test('what stands below bulk/ is the text of a bulk operation', () => {
  write('bulk/orders.graphql', 'query AllOrders { orders { edges { node { id } } } }')
  write('orders.graphql', 'query Orders { orders(first: 1) { nodes { id } } }')
  const { operations } = readSources(folder)
  expect(operations.map(({ file, isBulk }) => [file, isBulk])).toEqual([
    ['bulk/orders.graphql', true],
    ['orders.graphql', false],
  ])
})

test('two operations in a file are refused', () => {
  write('both.graphql', 'query One { shop { id } } query Two { shop { id } }')
  expect(() => readSources(folder)).toThrow('both.graphql: one operation a file')
})

test('fragments are written out in a bulk operation, so that it asks for what another operation asks for', () => {
  write('order.graphql', 'fragment order on Order { id customer { ...customer } }')
  write('customer.graphql', 'fragment customer on Customer { id displayName }')
  write('bulk/orders.graphql', 'query AllOrders { orders { edges { node { ...order name } } } }')
  const [text = ''] = readSources(folder).operations.map(({ document }) => print(document).replace(/\s+/g, ' '))
  expect(text).toBe('query AllOrders { orders { edges { node { id customer { id displayName } name } } } }')
})
