import { freePort } from '@shopmirror/scripts/ports.ts'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { type System, type SystemOptions, startSystem } from './system.ts'

export type { Page } from 'playwright-core'

/** What a link is made of; see `POST /api/v1/connect-links`. */
export interface LinkRequest {
  platforms?: string[]
  language?: string
  return_url?: string
  shop?: string
}

/** A system and browsers of merchants. The api and the platforms have different hosts, so that cookies are cross-site. */
export interface MerchantSystem extends System {
  link(request?: LinkRequest): Promise<{ id: string; url: string }>
  /** A browser of a new person. What its pages throw, or are refused by their policy, fails the test at the end. */
  newPerson(options?: BrowserContextOptions): Promise<BrowserContext>
  newPage(options?: BrowserContextOptions): Promise<Page>
}

export async function startMerchants({ env, sandbox, ...options }: SystemOptions = {}): Promise<MerchantSystem> {
  const apiPort = await freePort()
  const appUrl = `http://localhost:${apiPort}`
  const [system, browser] = await Promise.all([
    startSystem({
      ...options,
      apiPort,
      env: { PUBLIC_URL: appUrl, TRUSTED_PROXIES: '1', ...env },
      sandbox: { appUrl, ...sandbox },
    }),
    openBrowser(),
  ])
  const faults: string[] = []
  let people = 0
  const newPerson = async (contextOptions: BrowserContextOptions = {}) => {
    people += 1
    // As behind a proxy: ten callbacks a minute are for one person, not for all of a file.
    const extraHTTPHeaders = { 'x-forwarded-for': `192.0.2.${people}` }
    const context = await browser.newContext({ locale: 'en-GB', extraHTTPHeaders, ...contextOptions })
    context.on('weberror', (error) => faults.push(String(error.error())))
    context.on('console', (line) => {
      if (/Content Security Policy/.test(line.text())) faults.push(line.text())
    })
    return context
  }
  return {
    ...system,
    newPerson,
    newPage: async (contextOptions) => (await newPerson(contextOptions)).newPage(),
    link: (request = {}) => system.api.post('/api/v1/connect-links', request),
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      await system[Symbol.asyncDispose]()
      if (faults.length > 0) throw new Error(`The pages had faults:\n${faults.join('\n')}`)
    },
  }
}
