import { afterAll, expect, test } from 'vitest'
import { createStage } from './stage.ts'

const MERCHANT = '0123456789abcdef01234567'
const CODE = 'a1'.repeat(32)
const env = {
  SHOPLINE_CLIENT_ID: 'client',
  SHOPLINE_CLIENT_SECRETS: 'a-client-secret-of-the-tests',
  SHOPLINE_REDIRECT_URL: 'https://mirror.example.com/api/v1/shopline/oauth/callback',
  SHOPLINE_SCOPES: 'orders products',
}
const stage = await createStage({ env, settings: { dashboardUrl: 'https://app.example.com/dashboard' } })
afterAll(() => stage[Symbol.asyncDispose]())

async function begin(query: string) {
  const { headers } = await stage.issueKey()
  const answer = await stage.app.inject({ url: `/api/v1/shopline/oauth/authorize${query}`, headers })
  const begun = await stage.app.inject(new URL(answer.json().data.authorize_url).pathname)
  return { consent: new URL(String(begun.headers.location)), cookie: String(begun.headers['set-cookie']).split(';')[0] }
}
const back = (query: string, cookie = '') =>
  stage.app.inject({ url: `/api/v1/shopline/oauth/callback?${query}`, headers: { cookie } })

test("SHOPLINE is asked for the app's scopes, and for the requested shop", async () => {
  const { consent } = await begin('')
  expect(consent.origin + consent.pathname).toBe('https://developers.shoplineapp.com/oauth/authorize')
  const state = expect.stringMatching(/^[\w-]{43}$/)
  const wanted = { client_id: 'client', response_type: 'code', redirect_uri: env.SHOPLINE_REDIRECT_URL, state }
  expect(Object.fromEntries(consent.searchParams)).toEqual({ ...wanted, scope: 'orders products' })
  expect((await begin(`?shop=${MERCHANT}`)).consent.searchParams.get('merchant_id')).toBe(MERCHANT)
})

test.each([
  ['with our state', (state: string) => `code=${CODE}&state=${state}`],
  ['without', () => `code=${CODE}`],
])('the merchant comes back %s, and the install is on its way', async (_name, query) => {
  const { consent, cookie } = await begin('')
  const answer = await back(query(consent.searchParams.get('state') ?? ''), cookie)
  expect(answer.headers.location).toMatch(/settings\?tab=shopline&shopline=connecting&installation=ins_\w+$/)
})

test.each([
  ['no code', 'code='],
  ['two codes', `code=${CODE}&code=${CODE}`],
  ['something else for a code', 'code=<script>'],
])('a way back with %s is refused', async (_name, query) => {
  expect((await back(query, (await begin('')).cookie)).statusCode).toBe(403)
})

test('the app, opened from the admin, goes to the consent', async () => {
  const { headers } = await stage.app.inject('/api/v1/shopline/oauth/entry')
  expect(new URL(String(headers.location)).host).toBe('developers.shoplineapp.com')
})

test('a missing redirect address is named', async () => {
  const { SHOPLINE_REDIRECT_URL: _, ...rest } = env
  await using unset = await createStage({ env: rest })
  const { headers } = await unset.issueKey()
  const answer = await unset.app.inject({ url: '/api/v1/shopline/oauth/authorize', headers })
  expect([answer.statusCode, answer.json().detail]).toEqual([422, expect.stringContaining('SHOPLINE_REDIRECT_URL')])
})
