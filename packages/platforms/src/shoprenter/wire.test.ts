import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { add, multiply, negate } from './decimals.ts'
import { zoneOf } from './time.ts'
import { decimal, flag, idOf, list, parseWithoutPasswords, text, unwrap } from './wire.ts'

test.each([[{}], [[]], [''], [null], [undefined]])('%j is nothing, however it is written', (nothing) => {
  expect(text(nothing)).toBeNull()
  expect(decimal(nothing)).toBeNull()
  expect(flag(nothing)).toBeNull()
  expect(list(nothing)).toEqual([])
})

test('the id of a link is its last part, whatever host it names', () => {
  expect(idOf({ href: 'https://x.api.myshoprenter.hu/orders/b3JkZXI9MQ%3D%3D?full=1' })).toBe('b3JkZXI9MQ==')
  expect(idOf({ id: 'a', href: 'https://x/orders/b' })).toBe('a')
  expect(idOf({ href: 'https://x/orders/%E0%A4%A' })).toBe('%E0%A4%A')
  expect(idOf({})).toBeNull()
})

test('a lone object is a list of one, and a wrapped answer is unwrapped', () => {
  expect(list({ url: 'x' })).toEqual([{ url: 'x' }])
  expect(unwrap({ response: { items: [] } })).toEqual({ items: [] })
})

test('passwords end at the border, at any depth and in any spelling', () => {
  const json = JSON.stringify({ items: [{ email: 'a@example.com', password: '$2y$10$x', nested: { Password: 'y' } }] })
  expect(parseWithoutPasswords(json)).toEqual({ items: [{ email: 'a@example.com', nested: {} }] })
})

describe('decimals', () => {
  const amount = fc
    .tuple(fc.integer({ min: -999_999_999, max: 999_999_999 }), fc.integer({ min: 0, max: 6 }))
    .map(([digits, scale]) => {
      const sign = digits < 0 ? '-' : ''
      const whole = String(Math.abs(digits)).padStart(scale + 1, '0')
      return {
        written: scale === 0 ? `${sign}${whole}` : `${sign}${whole.slice(0, -scale)}.${whole.slice(-scale)}`,
        digits: BigInt(digits),
        scale,
      }
    })

  test('sums and products are exact', () => {
    expect(add('0.1', '0.2')).toBe('0.3')
    expect(multiply('4490.0000', '0.00250000')).toBe('11.225')
    expect(negate('-500.0000')).toBe('500')
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const [product = '', fraction = ''] = multiply(a.written, b.written).split('.')
        const scale = a.scale + b.scale
        expect(BigInt(product.replace('-', '') + fraction.padEnd(scale, '0'))).toBe(
          a.digits * b.digits < 0n ? -(a.digits * b.digits) : a.digits * b.digits,
        )
        expect(add(add(a.written, b.written), negate(b.written))).toBe(add(a.written, '0'))
      }),
    )
  })
})

describe("times of the shop's own", () => {
  const budapest = zoneOf('Europe/Budapest')

  test.each([
    ['2026-01-02T08:00:00', '2026-01-02T07:00:00.000Z'],
    ['2026-07-02 08:00:00', '2026-07-02T06:00:00.000Z'],
    ['2026-03-29T03:30:00', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30:00', '2026-10-25T01:30:00.000Z'],
    ['2026-01-02', '2026-01-01T23:00:00.000Z'],
  ])('%s is %s', (local, utc) => {
    expect(budapest.toUtc(local)?.toISOString()).toBe(utc)
  })

  test.each(['0000-00-00', '0000-00-00 00:00:00', '-0001-11-30T00:00:00', 'tomorrow', ''])('%s is no date', (local) => {
    expect(budapest.toUtc(local)).toBeNull()
  })

  test('what is written for a filter is read back as the same second, but for the hour that comes twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_577_836_800, max: 1_893_456_000 }), (second) => {
        const date = new Date(second * 1_000)
        const back = budapest.toUtc(budapest.toLocal(date))?.getTime() ?? 0
        expect([0, 3_600_000]).toContain(back - date.getTime())
      }),
    )
  })
})
