import { describe, expect, test } from 'vitest'
import type { Json } from '../../contract/mirror-rows.ts'
import { zoneOf } from '../api/time.ts'
import { factsShape } from '../read/profile.ts'
import { mapCustomer } from './map-customer.ts'
import { mapOrder } from './map-order.ts'
import type { Mapping } from './mapping.ts'

const facts = { languages: {}, defaultLanguage: 'hu', stockCount: 1, orderStatuses: {} }
const mapping: Mapping = {
  facts: factsShape.parse({ ...facts, countries: { 'Y291bnRyeT05Nw==': 'HU' } }),
  zone: zoneOf('Europe/Budapest'),
  currency: 'HUF',
}
const link = (path: string) => ({ href: `https://shop.api.myshoprenter.hu/${path}` })

describe('an order line without a gross price', () => {
  const priced = (line: Record<string, Json>) => {
    const order = { id: 'o', orderStatus: link('orderStatuses/s'), orderProducts: [{ id: 'l', stock1: '2', ...line }] }
    const { price, total } = mapOrder(order, [], mapping)?.lines[0]?.fields ?? {}
    return [price, total]
  }

  test.each<[Record<string, Json>, [string | null, string | null]]>([
    [{ price: '400.0000', taxRate: '27.0000' }, ['508', '1016']],
    [{ price: '2362.2047', taxRate: '27.0000' }, ['3000', '6000']],
    [{ price: '3340.9449', taxRate: '27.0000', grossPrice: {} }, ['4243', '8486']],
    [{ price: '9.9900', taxRate: '0.0000', grossPrice: null }, ['9.99', '19.98']],
    [{ price: '-400.0000', taxRate: '5.5', grossPrice: '' }, ['-422', '-844']],
    [{ price: '400.0000' }, [null, null]],
    [{ price: '400.0000', taxRate: '-1.0000' }, [null, null]],
    [{ price: [], taxRate: '27.0000' }, [null, null]],
  ])('%j costs %j', (line, expected) => {
    expect(priced(line)).toEqual(expected)
  })

  test('the gross price of the platform is preferred to a computed one', () => {
    expect(priced({ price: '2400.0000', taxRate: '25.0000', grossPrice: '3048' })).toEqual(['3048', '6096'])
  })
})

test('points that an order uses are a discount, those that it earns are not', () => {
  const totals = [
    { type: 'COUPON', value: '-500.0000' },
    { type: 'LOYALTYPOINTS_TO_USE', value: '-100.0000' },
    { type: 'LOYALTYPOINTS_TO_GET', value: '42.0000' },
  ]
  const order = { id: 'o', orderStatus: link('orderStatuses/s'), orderTotals: totals }
  expect(mapOrder(order, [], mapping)?.order.fields.discount_total).toBe('600')
})

describe('the country of an address', () => {
  const countryOf = (country: Json) => {
    const address = { id: 'a', country }
    const customer = { id: 'c', addresses: [address], defaultAddress: link('addresses/a') }
    const { addresses, default_address: preferred } = mapCustomer(customer, mapping)?.fields ?? {}
    expect(addresses).toEqual([preferred])
    const order = { id: 'o', orderStatus: link('orderStatuses/s'), shippingCountry: country, paymentCountry: country }
    const { shipping_address: shipping, billing_address: billing } = mapOrder(order, [], mapping)?.order.fields ?? {}
    return [preferred, shipping, billing].map((mapped) => (mapped as { country: Json }).country)
  }

  test.each<[string, Json, string | null]>([
    ['a bare link', link('countries/Y291bnRyeT05Nw%3D%3D'), 'HU'],
    ['an id', { id: 'Y291bnRyeT05Nw==' }, 'HU'],
    ['a whole object', { ...link('countries/Y291bnRyeT05Nw=='), isoCode2: 'XK' }, 'XK'],
    ['a link to a country not in the profile', link('countries/Y291bnRyeT0x'), null],
    ['nothing', [], null],
  ])('comes from %s', (_, country, code) => {
    expect(countryOf(country)).toEqual([code, code, code])
  })
})
