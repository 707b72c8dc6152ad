import { afterAll, expect, test } from 'vitest'
import { startWalk, walk } from './walk.ts'

const dashboard = await startWalk()
afterAll(() => dashboard[Symbol.asyncDispose]())

test('every screen is accessible and fits its window in both themes, in German', async () => {
  expect(await walk(dashboard, 'de')).toEqual([])
})
