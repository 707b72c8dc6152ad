import { expect, test } from 'vitest'
import { checkPush } from '../../write/check-push.ts'
import { shoprenter } from '../index.ts'
import { checkOrder } from './order/check-order.ts'

const platform = shoprenter.create(shoprenter.settings.parse({}), { now: () => new Date() })
const lines = [{ variant: { sku: 'a' }, quantity: 1, price: '10', tax_rate: '27' }]
const order = { lines, status: 'Feldolgozás alatt' }
const faultsOf = (checked: ReturnType<typeof checkPush>) => ('faults' in checked ? checked.faults : [])

test.each([
  ['inventory.adjust', { delta: 1 }, 'inventory.set'],
  ['order.mark_paid', {}, 'order.set_status'],
  ['order.fulfill', {}, 'order.set_status'],
  ['order.create', { lines }, 'payload.status: is required'],
  ['order.create', { ...order, tags: ['a'] }, 'payload.tags.0: .* use a status'],
  ['order.create', { ...order, attributes: [{ name: 'a', value: 'b' }] }, 'use `note`'],
  ['order.create', { ...order, takes_stock: true }, 'push the new stock with inventory.set'],
  ['order.create', { ...order, payment: { status: 'paid' } }, 'order.set_status'],
  ['order.create', { ...order, lines: [{ title: 'x', quantity: 1, price: '1' }] }, 'every line has to name a variant'],
  ['order.update', { note: 'x' }, "customer's comment"],
  ['order.update', { tags: ['x'] }, 'order.set_status'],
  ['order.update', { shipping_address: { phone: '1' } }, 'use `phone`'],
  ['order.update', { lines: [{ variant: { sku: 'a' }, quantity: 2 }] }, 'cancel the order and create another one'],
  ['order.cancel', { restock: true }, 'inventory.set'],
  ['order.cancel', { restock: false, refund: true }, 'refund where the payment was made'],
  ['order.cancel', { restock: false, note: 'x' }, 'keep it in your own system'],
  ['product.save', { vendor: 'x' }, 'choose one in the admin'],
  ['product.save', { variants: [{ sku: 'a', options: ['S'] }] }, 'products of their own'],
  ['product.save', { variants: [{ sku: 'a', weight_grams: 1 }] }, "shop's own unit"],
  ['customer.save', { note: 'x' }, 'ShopRenter has no notes of customers'],
  ['customer.save', { tags: ['x'] }, 'customer groups'],
  ['customer.consent', { channel: 'sms', subscribed: true }, 'newsletters only'],
  ['customer.consent', { channel: 'email', subscribed: true, confirmed: true }, 'leave it out'],
])('%s with %j is refused with what to use instead', (kind, payload, words) => {
  const object = kind === 'inventory.adjust' ? { sku: 'a' } : { own_id: 'SO-1' }
  const text = faultsOf(checkPush({ kind, object, payload }, platform)).map(
    ({ path, message }) => `${path}: ${message}`,
  )
  expect(text.join('\n')).toMatch(new RegExp(words))
})

test('a whole order is taken', () => {
  expect(checkPush({ kind: 'order.create', object: { own_id: 'SO-1' }, payload: order }, platform)).not.toHaveProperty(
    'faults',
  )
  expect(checkOrder({ payload: order })).toEqual([])
})

test('tax rates are required of each line and of the shipping, because the platform computes none', () => {
  const [line] = lines
  const { tax_rate: _rate, ...without } = line ?? expect.fail()
  const shipping = { title: 'GLS', price: '1' }
  expect(checkOrder({ payload: { ...order, lines: [...lines, without], shipping } }).map(({ path }) => path)).toEqual([
    'payload.lines.1.tax_rate',
    'payload.shipping.tax_rate',
  ])
})

test('a discount of more than the order costs is refused', () => {
  expect(checkOrder({ payload: { ...order, discount: { code: 'X', amount: '10.01' } } })).toMatchObject([
    { path: 'payload.discount.amount' },
  ])
})
