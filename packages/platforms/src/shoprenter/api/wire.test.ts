import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { add, multiply, negate, round } from '../../map/decimals.ts'
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

  test.each([
    ['2999.999969', 3, '3000'],
    ['0.0005', 3, '0.001'],
    ['0.0004999', 3, '0'],
    ['-0.0005', 3, '-0.001'],
    ['-0.0004', 3, '0'],
    ['12.5', 0, '13'],
    ['7.10', 4, '7.1'],
  ])('%s to %i places is %s', (written, places, rounded) => {
    expect(round(written, places)).toBe(rounded)
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

  test('a window holds every reading there was between its bounds, also where the clock is set back or forward', () => {
    // From 02:50 in summer to 02:10 in winter.
    const [before, after] = [new Date('2026-10-25T00:50:00Z'), new Date('2026-10-25T01:10:00Z')]
    expect(budapest.window(before, after).from <= '2026-10-25T02:00:00').toBe(true)
    expect(budapest.window(before, after).to >= '2026-10-25T02:59:59').toBe(true)

    const day = fc.constantFrom('2026-03-28', '2026-10-24', '2026-06-01')
    const seconds = fc.tuple(fc.nat({ max: 2 * 86_400 }), fc.nat({ max: 7_200 }), fc.nat({ max: 100 }))
    fc.assert(
      fc.property(day, seconds, (start, [begin, length, percent]) => {
        const from = new Date(Date.parse(`${start}T12:00:00Z`) + begin * 1_000)
        const to = new Date(from.getTime() + length * 1_000)
        const between = new Date(from.getTime() + Math.floor((length * percent) / 100) * 1_000)
        const window = budapest.window(from, to)
        expect(window.from <= reading(between) && reading(between) <= window.to).toBe(true)
      }),
    )
  })

  test('a later change never has an older version, also in the hour that comes twice', () => {
    const [before, after] = ['2026-10-25T02:50:00', '2026-10-25T02:10:00'].map((local) => budapest.versionOf(local))
    expect(before?.getTime()).toBeLessThanOrEqual(after?.getTime() ?? 0)

    const around = Date.parse('2026-10-24T22:00:00Z')
    fc.assert(
      fc.property(fc.nat({ max: 6 * 3_600 }), fc.nat({ max: 6 * 3_600 }), (one, other) => {
        const [first, second] = [Math.min(one, other), Math.max(one, other)].map((second) =>
          budapest.versionOf(reading(new Date(around + second * 1_000))),
        )
        expect(first?.getTime()).toBeLessThanOrEqual(second?.getTime() ?? 0)
      }),
    )
  })

  test('the hour that comes twice: the later one, and for a clock the earlier one', () => {
    expect(budapest.toUtc('2026-10-25T02:30:00')?.toISOString()).toBe('2026-10-25T01:30:00.000Z')
    expect(budapest.earliest('2026-10-25T02:30:00')?.toISOString()).toBe('2026-10-25T00:30:00.000Z')
    expect(zoneOf('America/New_York').toUtc('2026-11-01T01:30:00')?.toISOString()).toBe('2026-11-01T06:30:00.000Z')
  })
})

/** What a clock in Budapest shows, written by other means than ours. */
function reading(date: Date): string {
  const format = { timeZone: 'Europe/Budapest', dateStyle: 'short', timeStyle: 'medium' } as const
  return new Intl.DateTimeFormat('sv-SE', format).format(date).replace(' ', 'T')
}
