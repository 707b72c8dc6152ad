import { type Expectation, expectations, type Sandbox } from '@shopmirror/sandbox'
import type { MerchantSystem, Page } from '@shopmirror/test/merchants.ts'
import { until } from '@shopmirror/test/until.ts'
import { expect } from 'vitest'

/** What a merchant of a platform does between the link and the progress. */
export interface Journey {
  platform: string
  /** How the shop is named on the platform, and what its merchant pastes. */
  pasted(worldName: string): string
  /** From the platform's page to the platform's own pages. */
  enter(page: Page, worldName: string): Promise<void>
  /** On the platform's own pages, until the merchant is back. Returns the page with the progress. */
  approve(page: Page, worldName: string): Promise<Page>
  /** With a link that reconnects the shop, from its page until the merchant is back. */
  reconnect(page: Page): Promise<Page>
  /** The platform takes the app's access again. */
  mend(sandbox: Sandbox, domain: string): void
}

const submit = (page: Page) => page.locator('form button').click()
const onwards = (page: Page) => page.locator('main .button').first().click()
const onProgress = (page: Page) => page.waitForURL(/\/connect\/progress\//)

async function fillIn(page: Page, text: string): Promise<void> {
  await page.locator('#shop').fill(text)
  await submit(page)
}

const shopify: Journey = {
  platform: 'shopify',
  pasted: (name) => `https://${name.toUpperCase()}.myshopify.com/admin/products?x=1`,
  async enter(page, name) {
    await fillIn(page, this.pasted(name))
    await onwards(page)
  },
  async approve(page) {
    await page.getByRole('button', { name: 'Telepítés' }).click()
    await onProgress(page)
    return page
  },
  // What is asked for has been approved before, so the consent page is not shown again.
  async reconnect(page) {
    await submit(page)
    await onwards(page)
    await onProgress(page)
    return page
  },
  mend: ({ shopify }, domain) => shopify.tokens.restore(domain),
}

const shoprenter: Journey = {
  platform: 'shoprenter',
  pasted: (name) => ` ${name}.myshoprenter.hu `,
  async enter(page, name) {
    await fillIn(page, this.pasted(name))
    await page.locator('#waiting').waitFor()
  },
  // In a second tab, while the first one waits and continues by itself.
  async approve(page) {
    const [admin] = await Promise.all([page.waitForEvent('popup'), onwards(page)])
    for (const name of ['Alkalmazások', 'Sandbox', 'Telepítés']) await admin.getByRole('link', { name }).click()
    await onProgress(admin)
    await onProgress(page)
    await admin.close()
    return page
  },
  async reconnect(page) {
    await submit(page)
    return this.approve(page, '')
  },
  mend: ({ shoprenter }, domain) => shoprenter.tokens.restore(domain),
}

const shopline: Journey = {
  platform: 'shopline',
  pasted: () => '',
  enter: submit,
  async approve(page, name) {
    await page.getByRole('link', { name, exact: true }).click()
    await page.getByRole('link', { name: 'Approve' }).click()
    await onProgress(page)
    return page
  },
  // The shop is selected already.
  async reconnect(page) {
    await submit(page)
    await page.getByRole('link', { name: 'Approve' }).click()
    await onProgress(page)
    return page
  },
  mend: () => undefined,
}

export const journeys: readonly Journey[] = [shoprenter, shopify, shopline]

export function expectationFor({ platform }: Journey): Expectation {
  const found = expectations.find((each) => each.platform === platform)
  if (!found) throw new Error(`No emulated platform is called ${platform}.`)
  return found
}

/** The shop exists on the platform from now on, so that its merchant can select it. */
export function openWorld({ sandbox }: MerchantSystem, journey: Journey, worldName: string): string {
  const expectation = expectationFor(journey)
  const domain = expectation.domainOf(worldName)
  expectation.worldOf(sandbox, domain)
  return domain
}

/** The whole way, from the link to the page that says that all is read. */
export async function connectBy(journey: Journey, page: Page, { url, worldName }: { url: string; worldName: string }) {
  await page.goto(url)
  const choice = page.locator(`.choices a[href*="/${journey.platform}"]`)
  if ((await choice.count()) > 0) await choice.click()
  await journey.enter(page, worldName)
  const end = await journey.approve(page, worldName)
  await untilRead(end)
  return end
}

/** With a script the page itself becomes final; without one it is loaded again until it is. */
export async function untilRead(page: Page): Promise<void> {
  await page.locator('#head:not([data-live])').waitFor({ timeout: 60_000 })
  await page.locator('.parts .done').nth(3).waitFor()
}

/** The mirror holds the shop exactly. */
export async function expectMirrored(system: MerchantSystem, domain: string): Promise<string> {
  const shops = await system.api.get<{ id: string; domain: string; status: string }[]>('/api/v1/shops?status=active')
  const shop = shops.find((each) => each.domain === domain)
  if (!shop) throw new Error(`${domain} is not connected.`)
  await until(async () => (await system.differences(domain, shop.id)) === '', { timeoutMs: 30_000, message: domain })
  expect(await system.differences(domain, shop.id)).toBe('')
  return shop.id
}
