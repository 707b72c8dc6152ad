import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Payload } from '../../../contract/push-kinds.ts'
import { add, multiply, negate } from '../../../map/decimals.ts'
import { amountsOf } from './order-amounts.ts'

const line = (price: string, quantity: number, tax_rate: string) => ({
  variant: { sku: 'A' },
  price,
  quantity,
  tax_rate,
})
const totalsOf = (order: Partial<Payload<'order.create'>> & Pick<Payload<'order.create'>, 'lines'>) =>
  Object.fromEntries(amountsOf(order).totals.map(({ type, value }) => [type, value]))

test('gross prices: the net price of a line has four places, and the tax is what is left', () => {
  const order = { lines: [line('3000', 2, '27')], shipping: { title: 'GLS', price: '1490', tax_rate: '27' } }
  expect(amountsOf(order).lines).toEqual([{ price: '2362.2047', total: '4724.4094' }])
  expect(totalsOf(order)).toEqual({
    SUB_TOTAL: '4724.4094',
    TAX: '1275.5906',
    SUB_TOTAL_WITH_TAX: '6000',
    SHIPPING: '1490',
    TOTAL: '7490',
  })
})

test('net prices: tax is added to lines and shipping', () => {
  const shipping = { title: 'GLS', price: '1000', tax_rate: '27' }
  expect(totalsOf({ prices_include_tax: false, lines: [line('100', 3, '5'), line('10', 1, '27')], shipping })).toEqual({
    SUB_TOTAL: '310',
    TAX: '17.7',
    SUB_TOTAL_WITH_TAX: '327.7',
    SHIPPING: '1270',
    TOTAL: '1597.7',
  })
})

test('a discount is a negative total', () => {
  const order = { lines: [line('3000', 1, '27')], discount: { code: 'TEN', amount: '300.5' } }
  expect(totalsOf(order)).toMatchObject({ COUPON: '-300.5', SHIPPING: '0', TOTAL: '2699.5' })
})

test('every order: the sums agree to the last digit', () => {
  const amount = fc
    .integer({ min: 0, max: 10 ** 9 })
    .map((digits) => `${Math.floor(digits / 100)}.${String(digits % 100).padStart(2, '0')}`)
  const lines = fc.array(
    fc.tuple(amount, fc.integer({ min: 1, max: 1_000 }), fc.constantFrom('0', '5', '18', '27', '5.5')),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  fc.assert(
    fc.property(lines, amount, fc.boolean(), (given, price, prices_include_tax) => {
      const order = {
        lines: given.map(([price, quantity, rate]) => line(price, quantity, rate)),
        shipping: { title: 'GLS', price, tax_rate: '27' },
        prices_include_tax,
      }
      const totals = totalsOf(order)
      const { lines, total } = amountsOf(order)
      expect(lines.map(({ total }) => total).reduce(add, '0')).toBe(totals.SUB_TOTAL)
      expect(add(totals.SUB_TOTAL ?? '', totals.TAX ?? '')).toBe(totals.SUB_TOTAL_WITH_TAX)
      expect(add(totals.SUB_TOTAL_WITH_TAX ?? '', totals.SHIPPING ?? '')).toBe(total)
      if (!prices_include_tax) return
      const paid = order.lines.map(({ price, quantity }) => multiply(price, String(quantity))).reduce(add, '0')
      expect(add(total, negate(add(paid, price)))).toBe('0')
    }),
  )
})
