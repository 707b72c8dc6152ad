import { expect, test } from 'vitest'
import { describeApi } from '../src/describe-api.ts'
import { createStage } from './stage.ts'

test('the document that is made without databases is the one that a running api serves', async () => {
  await using stage = await createStage({ env: {} })
  const { servers: _, ...served } = (await stage.app.inject('/openapi.json')).json()
  const { servers: __, ...described } = JSON.parse(JSON.stringify(await describeApi()))
  expect(described).toEqual(served)
})
