import { afterAll, beforeAll, expect, test } from 'vitest'
import { callbackQuery, signedPlatform } from './signed-platform.ts'
import { createStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await createStage({ platforms: [signedPlatform] })
})
afterAll(() => stage[Symbol.asyncDispose]())

test.each([
  '/api/v1/shops',
  '/api/v1/signed/oauth/authorize?shop=header',
  '/api/v1/nowhere',
  '/nowhere',
  '/healthz',
  '/metrics',
])('%s has nosniff and no-store', async (url) => {
  for (const { headers } of [await stage.issueKey(), { headers: {} }]) {
    const answer = await stage.app.inject({ url, headers })
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  }
})

test('a redirect with a code or an id has no-store', async () => {
  const domain = 'redirected'
  const back = await stage.app.inject(`/api/v1/signed/oauth/callback?${callbackQuery(domain, 'made-up')}`)
  expect([back.statusCode, back.headers['cache-control']]).toEqual([302, 'no-store'])
})
