import { expect, test } from 'vitest'
import { onlyIds } from './board.ts'

test('of a payload only ids, names of ours and numbers are shown', () => {
  const shown = onlyIds({
    shopId: 'shp_01ABC',
    runId: 'run_01ABC',
    attempts: 3,
    deliveries: [
      {
        platform: 'shoprenter',
        topic: 'order_confirm',
        shopId: 'shp_01ABC',
        body: 'eyJlbWFpbCI6ImFubmFAZXhhbXBsZS5jb20ifQ==',
        domain: 'anna@example.com',
      },
    ],
    reason: 'anna@example.com left',
    token: 'secret-token',
  })
  expect(JSON.stringify(shown)).not.toMatch(/anna|secret|eyJ/)
  expect(shown).toMatchObject({
    shopId: 'shp_01ABC',
    runId: 'run_01ABC',
    attempts: 3,
    deliveries: [{ platform: 'shoprenter', topic: 'order_confirm' }],
  })
})

test('depth and odd values do no harm', () => {
  expect(onlyIds(undefined)).toBeNull()
  expect(onlyIds([[[[[['secret']]]]]])).toEqual([[[['[1]']]]])
})
