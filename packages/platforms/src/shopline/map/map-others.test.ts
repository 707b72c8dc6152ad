import { expect, test } from 'vitest'
import { type Json, resourceNames } from '../../contract/mirror-rows.ts'
import { context, customer, order, product } from '../testing/samples.ts'
import { mapObjects } from './index.ts'
import type { Wire } from './shapes.ts'

const customerOf = (changes: Wire = {}) =>
  mapObjects('customers', [{ ...customer, ...changes }], context).customers?.[0]

test('a customer is read as the documentation shows it, the name whole', () => {
  expect(customerOf()).toEqual({
    externalId: 'dddddddddddddddddddddddd',
    sourceUpdatedAt: new Date('2026-01-02T02:00:00.552Z'),
    fields: {
      source_created_at: '2026-01-01T02:00:00.550Z',
      ...{ email: 'amy@example.com', first_name: 'Amy', last_name: null, phone: '0912345678', status: 'member' },
      ...{ group_external_id: 't00000000000000000000001', accepts_marketing: true },
      ...{ default_address: null, addresses: [] },
    },
    raw: customer,
  })
})

test.each([
  ['blacklisted', { is_blacklisted: true }],
  ['guest', { is_member: false }],
  [null, { is_member: null, is_blacklisted: null }],
])('a customer is %s', (status, changes) => {
  expect(customerOf(changes)?.fields.status).toBe(status)
})

test('a hidden phone is the verified mobile one', () => {
  expect(customerOf({ phone: null, phones: ['', '0211112222'] })?.fields.phone).toBe('0211112222')
  expect(customerOf({ phone: null, phones: [] })?.fields.phone).toBe('+886912345678')
})

test('the first delivery address is the default where none is named', () => {
  const addresses: Wire[] = [{ recipient_name: 'Bea', address_1: 'Road 1', country_code: 'HK' }, {}]
  expect(customerOf({ delivery_addresses: addresses })?.fields).toMatchObject({
    default_address: { first_name: 'Bea', address1: 'Road 1', country: 'HK' },
    addresses: [{ first_name: 'Bea' }],
  })
})

test('nothing that opens a door is kept, at any depth', () => {
  const secrets = { password: 'x', encrypted_password: 'x', reset_password_token: 'x', login: { accessToken: 'x' } }
  const raw = customerOf({ ...secrets, anything: [{ client_secret: 'x', kept: 1 }] })?.raw
  expect(raw).toEqual({ ...customer, login: {}, anything: [{ kept: 1 }] })
})

test('a warehouse is a location, in use while it is active', () => {
  const items = ['active', 'transferring'].map((status) => ({ id: status, name: `is ${status}`, status }))
  expect(mapObjects('locations', items, context).locations).toMatchObject([
    { externalId: 'active', fields: { name: 'is active', active: true, address: null } },
    { externalId: 'transferring', fields: { name: 'is transferring', active: false } },
  ])
})

const category = (id: string, changes: Wire = {}): Wire => ({
  ...{ id, name_translations: { en: `Category ${id}`, 'zh-hant': '類別' }, key: null, status: 'active' },
  ...{ parent_id: null, priority: 3, children: [], seo_title_translations: { en: 'Best' }, ...changes },
})

test('a category is read with its texts, and nested ones with it', () => {
  const nested = category('2', { parent_id: undefined as never, children: [category('3', { parent_id: '2' })] })
  const children = [nested, { id: 'stub' }, category('4', { status: 'removed' })]
  const rows = mapObjects('categories', [category('1', { children })], context).categories
  expect(rows?.map(({ externalId, fields }) => [externalId, fields.parent_external_id])).toEqual([
    ['2', '1'],
    ['3', '2'],
    ['1', null],
  ])
  expect(rows?.at(-1)?.fields).toMatchObject({
    ...{ name: 'Category 1', status: 'active', position: 3, description_html: null },
    texts: { en: { name: 'Category 1', seo_title: 'Best' }, 'zh-hant': { name: '類別' } },
  })
})

test('a language is a key like any other', () => {
  const names: Json = JSON.parse('{"__proto__":"odd","en":"fine"}')
  const [row] = mapObjects('categories', [category('1', { name_translations: names })], context).categories ?? []
  expect(row?.fields.name).toBe('fine')
  expect(Object.keys(Object(row?.fields.texts))).toContain('__proto__')
  expect(Object.hasOwn(Object.prototype, 'name')).toBe(false)
})

const odd: Json[] = [null, 0, -1.5, true, '', 'odd', [], [null, 'odd', []], {}, { id: {} }, { en: { en: null } }]

test.each(resourceNames)('%s with any field of any type are rows all the same', (resource) => {
  for (const sample of [product, order, customer, category('1')]) {
    for (const name of Object.keys(sample).filter((key) => key !== 'id' && key !== 'status')) {
      for (const value of odd) {
        const rows = mapObjects(resource, [{ ...sample, [name]: value }], context)
        for (const row of Object.values(rows).flat()) expect(row.externalId).toMatch(/./)
      }
      const rest = Object.fromEntries(Object.entries(sample).filter(([key]) => key !== name))
      expect(() => mapObjects(resource, [rest], context)).not.toThrow()
    }
  }
})

test.each(resourceNames)('%s without an id are no rows', (resource) => {
  const rows = mapObjects(resource, [{ ...product, id: null }, {}, null as never, 'odd' as never], context)
  expect(Object.values(rows).flat()).toEqual([])
})
