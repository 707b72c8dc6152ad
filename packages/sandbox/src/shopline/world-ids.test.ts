import { expect, test } from 'vitest'
import { digitsOf, money } from './money.ts'
import { parseTime, timeOf } from './times.ts'
import { ids, isMerchantId, merchantIdOf, numberOf, worldNameOf } from './world-ids.ts'

test.each(['a', 'minta-bolt', 'pepper-00', 'twelve-chars'])('the merchant id of %s leads back to it', (name) => {
  const id = merchantIdOf(name)
  expect(id).toMatch(/^[0-9a-f]{24}$/)
  expect([worldNameOf(id), isMerchantId(id)]).toEqual([name, true])
})

test('a name that does not fit is refused, and so is a merchant id of somebody else', () => {
  expect(() => merchantIdOf('thirteen-char')).toThrow('1 to 12 ASCII')
  expect(() => merchantIdOf('bögre')).toThrow('1 to 12 ASCII')
  expect(isMerchantId('610000000000000000000062')).toBe(false)
  expect(() => worldNameOf('000000000000000000000000')).toThrow('no merchant id')
})

test('ids grow with numbers, and no two kinds share one', () => {
  const all = Object.values(ids).flatMap((id) => [id(1), id(2), id(300)])
  expect(new Set(all).size).toBe(all.length)
  expect(ids.order(9) < ids.order(10)).toBe(true)
  expect(numberOf('order', ids.order(123_456_789))).toBe(123_456_789)
  expect([numberOf('order', ids.product(1)), numberOf('order', 'x')]).toEqual([undefined, undefined])
})

test('cents scale by the currency, or as configured', () => {
  expect(money('450', 'TWD')).toEqual({
    ...{ cents: 45_000, currency_symbol: 'NT$', currency_iso: 'TWD', label: 'NT$450', dollars: 450 },
  })
  expect(money('450', 'TWD', 0)).toMatchObject({ cents: 450, dollars: 450 })
  expect(money('1450', 'JPY')).toMatchObject({ cents: 1_450, dollars: 1_450, label: '¥1,450' })
  expect(money('-0.035', 'USD')).toMatchObject({ cents: -4 })
  expect(money('0', 'TWD')).toMatchObject({ cents: 0, label: '' })
  expect([digitsOf('TWD'), digitsOf('VND')]).toEqual([2, 0])
  expect(() => money('1e3', 'TWD')).toThrow('no decimal amount')
})

test('times of queries are UTC, and an invalid one is reported', () => {
  const at = Date.UTC(2026, 0, 1, 2)
  expect([parseTime('2026-01-01 02:00:00'), parseTime(timeOf(at))]).toEqual([at, at])
  expect([parseTime('yesterday'), parseTime('2026-13-01 00:00:00'), parseTime('')]).toEqual(Array(3).fill(undefined))
})
