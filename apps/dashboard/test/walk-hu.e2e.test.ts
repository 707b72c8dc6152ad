import { afterAll, expect, test } from 'vitest'
import { startWalk, walk } from './walk.ts'

const dashboard = await startWalk()
afterAll(() => dashboard[Symbol.asyncDispose]())

test('every screen is accessible and fits its window in both themes, in Hungarian', async () => {
  expect(await walk(dashboard, 'hu')).toEqual([])
})
