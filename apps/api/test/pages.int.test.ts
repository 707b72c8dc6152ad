import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages } from '../src/http/languages.ts'
import { refusals } from '../src/ingress/install-refusals.ts'
import { callbackQuery, signedPlatform } from './signed-platform.ts'
import { createStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await createStage({ platforms: [signedPlatform] })
})
afterAll(() => stage[Symbol.asyncDispose]())

const CONNECT = 'https://mirror.example.com/connect'
const reasons = [...refusals, 'made-up']
const endings = ['connected', 'connecting&installation=ins_1', ...reasons.map((reason) => `error&reason=${reason}`)]
const settings = (ending: string, headers: Record<string, string> = {}) =>
  stage.app.inject({ url: `/dashboard/settings?tab=signed&signed=${ending}`, headers })

async function install(domain: string): Promise<string> {
  const { headers } = await stage.issueKey()
  const begun = await stage.app.inject({ url: `/api/v1/signed/oauth/authorize?shop=${domain}`, headers })
  const state = new URL(begun.json().data.authorize_url).searchParams.get('state') ?? ''
  const back = await stage.app.inject(`/api/v1/signed/oauth/callback?${callbackQuery(domain, state)}`)
  return String(back.headers.location)
}

describe('without a dashboard', () => {
  test('an install that starts with us ends on our page, which can be reloaded', async () => {
    const location = await install('minta')
    expect(location).toMatch(new RegExp(`^${CONNECT}/progress/ins_\\w+\\.[\\w-]{24}\\?tab=signed&signed=connected$`))
    for (const _ of [1, 2]) {
      const page = await stage.app.inject(location.replace('https://mirror.example.com', ''))
      expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
      expect(page.body).toContain('Your shop is being connected')
    }
  })

  test('so does one of a shop that another account has', async () => {
    await install('taken')
    const location = await install('taken')
    expect(location).toBe(`${CONNECT}/refused?tab=signed&signed=error&reason=shop-taken`)
    const page = await stage.app.inject(location.replace('https://mirror.example.com', ''))
    expect(page.body).toContain('belongs to another account')
    expect((await settings('error&reason=shop-taken')).body).toContain('belongs to another account')
  })

  test('those who link to the outcome of an install still find it', async () => {
    expect((await settings('connected')).body).toContain('Your shop is connected')
  })

  test('nothing else of the address is a page, or shown', async () => {
    for (const url of ['/dashboard/settings', '/dashboard/settings?tab=signed&signed=odd'])
      expect((await stage.app.inject(url)).statusCode, url).toBe(404)
    const { statusCode, headers } = await stage.app.inject('/dashboard')
    expect([statusCode, headers.location]).toEqual([308, '/dashboard/'])
    const page = await settings('error&reason=<script>alert(1)</script>')
    expect(page.body).not.toContain('alert(1)<')
    expect(page.body).not.toContain('<script')
  })
})

describe.each(endings)('the page of %s', (ending) => {
  test('is in the language of the link, else of the browser', async () => {
    const texts = new Set<string>()
    for (const language of languages) {
      const byLink = await settings(`${ending}&lang=${language}`, { 'accept-language': 'fr' })
      const byBrowser = await settings(ending, { 'accept-language': language })
      for (const page of [byLink, byBrowser]) {
        expect([page.statusCode, page.headers['content-language']]).toEqual([200, language])
        expect(page.body).toContain(`<html lang="${language}">`)
      }
      const [, title = '', text = ''] = /<h1>(.+?)<\/h1><p>(.+?)<\/p>/.exec(byLink.body) ?? []
      expect(title.length).toBeGreaterThan(5)
      expect(text.length).toBeGreaterThan(20)
      expect(`${title}${text}`).not.toMatch(/[{}]/)
      texts.add(text)
    }
    expect(texts.size).toBe(languages.length)
  })

  test('is small, loads nothing external, and is neither cached nor framed', async () => {
    const { body, headers } = await settings(ending)
    expect(body.length).toBeLessThan(10_000)
    expect(body).not.toMatch(/<script|(src|href)="(https?:)?\/\//)
    expect(body).toContain('prefers-color-scheme: dark')
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    const policy = String(headers['content-security-policy'])
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+=*';/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-inline')
  })
})

test('an unknown path shows a browser a page and a program a problem', async () => {
  const accept = 'text/html,application/xhtml+xml'
  const page = await stage.app.inject({ url: '/nowhere', headers: { accept, 'accept-language': 'de' } })
  expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
  expect(page.body).toContain('Nicht gefunden')
  const problem = await stage.app.inject('/nowhere')
  expect(problem.headers['content-type']).toContain('application/problem+json')
})
