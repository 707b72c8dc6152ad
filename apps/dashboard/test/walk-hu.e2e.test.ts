import { afterAll, expect, test } from 'vitest'
import { startWalk, WALK_MS, walk } from './walk.ts'

const dashboard = await startWalk()
afterAll(() => dashboard[Symbol.asyncDispose]())

test('every screen is accessible and fits its window in both themes, in Hungarian', { timeout: WALK_MS }, async () => {
  expect(await walk(dashboard, 'hu')).toEqual([])
})
