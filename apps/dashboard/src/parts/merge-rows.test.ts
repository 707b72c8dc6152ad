import { expect, test } from 'vitest'
import { mergeRows } from './merge-rows.ts'

const rows = (text: string) => [...text].map((id) => ({ id }))
const merge = (shown: string, read: string) => {
  const merged = mergeRows(rows(shown), rows(read), ({ id }) => id)
  return [merged.rows.map(({ id }) => id).join(''), merged.held]
}

test.each([
  ['', 'abc', 'abc', 0],
  ['abc', 'abc', 'abc', 0],
  ['abc', 'xabc', 'abc', 1],
  ['abc', 'xyabcde', 'abcde', 2],
  ['abc', 'axbc', 'abc', 1],
  ['abc', 'ac', 'abc', 0],
  ['abc', 'xyz', 'abc', 3],
  ['abc', '', 'abc', 0],
])('shown %s and read %s: %s stays, %i held', (shown, read, stays, held) => {
  expect(merge(shown, read)).toEqual([stays, held])
})

test('a row that is shown has its new content', () => {
  const { rows } = mergeRows([{ id: 'a', status: 'queued' }], [{ id: 'a', status: 'done' }], ({ id }) => id)
  expect(rows).toEqual([{ id: 'a', status: 'done' }])
})
