import { expect, test } from 'vitest'
import { toText, toUnits } from './decimal.ts'
import { amountsOf } from './order-amounts.ts'

const texts = (amounts: readonly (bigint | null)[]) => amounts.map((amount) => amount && toText(amount))

test('decimal text comes back as it went, without zeros at its end', () => {
  expect(['0', '12.5', '0.000001', '999999999999999.99', '3.140', '100'].map((text) => toText(toUnits(text)))).toEqual([
    ...['0', '12.5', '0.000001', '999999999999999.99', '3.14', '100'],
  ])
})

test('taxes within prices are taken out of them, to the cent, half a cent up', () => {
  const { lineTaxes, total } = amountsOf(
    {
      lines: [
        { variant: {}, quantity: 3, price: '1270', tax_rate: '27' },
        { variant: {}, quantity: 1, price: '10', tax_rate: '5' },
        { variant: {}, quantity: 1, price: '10' },
      ],
      shipping: { title: 'GLS', price: '1.27', tax_rate: '27' },
    },
    'HUF',
  )
  expect(texts(lineTaxes)).toEqual(['810', '0.48', null])
  expect(toText(total)).toBe('3831.27')
})

test('taxes beside prices are added to what the customer pays', () => {
  const { lineTaxes, shippingTax, total } = amountsOf(
    {
      prices_include_tax: false,
      lines: [{ variant: {}, quantity: 2, price: '100', tax_rate: '19' }],
      shipping: { title: 'DHL', price: '5', tax_rate: '19' },
    },
    'EUR',
  )
  expect(texts([...lineTaxes, shippingTax])).toEqual(['38', '0.95'])
  expect(toText(total)).toBe('243.95')
})

test('a discount is spread over the lines without a cent lost, and is never more than they cost', () => {
  const line = { variant: {}, quantity: 1, price: '10', tax_rate: '100' }
  const of = (amount: string) => amountsOf({ lines: [line, line, line], discount: { code: 'D', amount } }, 'EUR')
  expect(texts(of('10').lineTaxes)).toEqual(['3.34', '3.34', '3.33'])
  expect(toText(of('10').total)).toBe('20')
  expect(of('31')).toMatchObject({ discount: toUnits('30'), total: 0n })
})

test('a currency without a smaller unit has whole taxes', () => {
  const { lineTaxes } = amountsOf({ lines: [{ variant: {}, quantity: 1, price: '999', tax_rate: '10' }] }, 'JPY')
  expect(texts(lineTaxes)).toEqual(['91'])
})
