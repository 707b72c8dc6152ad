import { expect, test } from 'vitest'
import { createStage } from './stage.ts'

test('readyz names the missing dependency, healthz ignores it', async () => {
  await using stage = await createStage()
  const ready = await stage.app.inject('/readyz')
  expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ok', missing: [] }])

  await stage.sql.end()
  const lame = await stage.app.inject('/readyz')
  expect([lame.statusCode, lame.json()]).toEqual([503, { status: 'not_ready', missing: ['postgres'] }])
  expect((await stage.app.inject('/healthz')).statusCode).toBe(200)
})
