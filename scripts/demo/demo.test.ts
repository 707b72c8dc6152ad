import { expectations } from '@shopmirror/sandbox'
import { expect, test } from 'vitest'
import { readOptions } from './options.ts'
import { createScreen } from './screen.ts'
import { formatTable } from './table.ts'

function record(isTTY: boolean) {
  let text = ''
  let now = 0
  const write = (chunk: string | Uint8Array) => {
    text += chunk
    return true
  }
  return {
    screen: createScreen({ isTTY, write }, () => now),
    pass: (ms: number) => {
      now += ms
    },
    text: () => text,
  }
}

test('an invalid number is refused with what to type instead', () => {
  expect(() => readOptions(['--orders', 'many'])).toThrow('whole number of at least 20, not "many"')
  expect(() => readOptions(['--orders', '3'])).toThrow('at least 20')
  expect(readOptions(['--orders', '50', '--seed', '0'])).toMatchObject({ orders: 50, seed: 0, products: 600 })
})

test('every platform is shown, unless one is selected', () => {
  expect(readOptions([]).platforms).toEqual(expectations)
  expect(readOptions(['--platform', 'shopify']).platforms.map(({ platform }) => platform)).toEqual(['shopify'])
  expect(() => readOptions(['--platform', 'other'])).toThrow('not "other"')
})

test('without a terminal no control character is written, and a line under way is repeated only when it changed', () => {
  const { screen, pass, text } = record(false)
  const live = screen.live()
  live.draw(['orders 0'])
  pass(3_000)
  live.draw(['orders 1'])
  pass(3_000)
  live.draw(['orders 1'])
  live.end(['orders 2'])
  screen.line(screen.good('equal'))
  expect(text()).toBe('  orders 1\n  orders 2\n  equal\n')
})

test('on a terminal a line under way is drawn over', () => {
  const { screen, text } = record(true)
  const live = screen.live()
  live.draw(['orders 0'])
  live.end(['orders 1'])
  expect(text()).toBe('  orders 0\n\u001b[1A\u001b[2K  orders 1\n')
})

test('a table keeps its columns under each other', () => {
  expect(
    formatTable(
      ['table', 'rows'],
      [
        ['orders', 1000],
        ['x', 1],
      ],
    ),
  ).toEqual(['table    rows', '─────────────', 'orders  1,000', 'x           1'])
})
