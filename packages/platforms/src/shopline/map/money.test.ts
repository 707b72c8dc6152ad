import { expect, test } from 'vitest'
import type { Json } from '../../contract/mirror-rows.ts'
import { absolute, amountOf } from './money.ts'

test.each([
  ['two digits by dollars, as of TWD', { cents: 45000, currency_iso: 'TWD', dollars: 450.0 }, '450'],
  ['none by dollars, also of TWD', { cents: 450, currency_iso: 'TWD', dollars: 450.0 }, '450'],
  ['none by dollars, of JPY', { cents: 1200, currency_iso: 'JPY', dollars: 1200 }, '1200'],
  ['two by dollars, of JPY', { cents: 120000, currency_iso: 'JPY', dollars: 1200 }, '1200'],
  ['three by dollars', { cents: 1234, currency_iso: 'KWD', dollars: 1.234 }, '1.234'],
  ['a sum of doubles that is a little off', { cents: 30, currency_iso: 'USD', dollars: 0.1 + 0.2 }, '0.3'],
  ['dollars as text', { cents: '1050', currency_iso: 'USD', dollars: '10.50' }, '10.5'],
  ['dollars that fit no scale leave it to the currency', { cents: 45000, currency_iso: 'TWD', dollars: 7 }, '450'],
  ['what is owed back', { cents: -1050, currency_iso: 'USD', dollars: -10.5 }, '-10.5'],
  ['dollars alone', { dollars: 10.5 }, '10.5'],
  ['dollars past all counting leave it to the currency', { cents: 45000, dollars: `1${'0'.repeat(30)}` }, '450'],
  ['nothing to pay', { cents: 0, currency_iso: 'TWD', label: '', dollars: 0.0 }, '0'],
  ['more than a double holds to the cent', { cents: '900719925474099301', currency_iso: 'USD' }, '9007199254740993.01'],
])('%s', (_title, money, amount) => {
  expect(amountOf(money, null)).toBe(amount)
})

test.each([
  ['TWD', '450'],
  ['USD', '450'],
  ['JPY', '45000'],
  ['KRW', '45000'],
  ['VND', '45000'],
  ['KWD', '45'],
  ['constructor', '450'],
  [null, '450'],
])('without dollars %s scales as ISO 4217 says', (currency, amount) => {
  expect(amountOf({ cents: 45000 }, currency)).toBe(amount)
  expect(amountOf({ cents: 45000, currency_iso: currency }, 'XXX')).toBe(amount)
})

const noAmounts: (Json | undefined)[] = [
  ...[undefined, null, {}, [], 'free', 450],
  ...[{ cents: null }, { cents: {} }, { cents: 'many', dollars: 'more' }],
]

test.each(noAmounts.map((money) => ({ money })))('no amount is $money', ({ money }) => {
  expect(amountOf(money, 'TWD')).toBeNull()
})

test('a discount is one whichever sign it has', () => {
  expect([absolute('-10.5'), absolute('10.5'), absolute(null)]).toEqual(['10.5', '10.5', null])
})
