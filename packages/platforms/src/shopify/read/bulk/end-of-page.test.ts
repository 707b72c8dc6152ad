import { expect, test } from 'vitest'
import { endOfPage } from './end-of-page.ts'

const nodes = Array.from({ length: 2_500 }, (_, number) => ({ id: `gid://shopify/Order/${number}`, number }))
const isReadAgain = ({ number }: Record<string, unknown>) => Number(number) % 3 === 0

test('a page holds as many nodes as one call can read again, and those between them', () => {
  const pages: (typeof nodes)[] = []
  for (let from = 0; from < nodes.length; ) {
    const end = endOfPage(nodes, from, { isReadAgain })
    pages.push(nodes.slice(from, end))
    from = end
  }
  expect(pages.flat()).toEqual(nodes)
  const counts = pages.map((page) => page.filter(isReadAgain).length)
  expect(counts.slice(0, -1)).toEqual(Array.from({ length: pages.length - 1 }, () => 100))
  expect(pages.length).toBe(9)
})

test.each([
  [0, 1_000],
  [2_400, 2_500],
])('without any a page that begins at %i ends at %i', (from, end) => {
  expect(endOfPage(nodes, from, {})).toBe(end)
})

test('a smaller page is as small as its resource asks for', () => {
  expect(endOfPage(nodes, 10, { nodesPerPage: 7, isReadAgain })).toBe(17)
})
