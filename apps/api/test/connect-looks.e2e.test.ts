import { type Page, startMerchants } from '@shopmirror/test/merchants.ts'
import { findPageFaults } from '@shopmirror/test/page-faults.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { journeys, openWorld } from './connect-journeys.ts'

const BYTES_MAX = 60_000

// No worker: an install that has come back stays at its first page.
const system = await startMerchants({ workers: 0 })
afterAll(() => system[Symbol.asyncDispose]())

/** Everything wrong with a page, in both themes, on a desktop and on a phone; empty without faults. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  const { byteLength } = new TextEncoder().encode(await page.content())
  const sizes = byteLength > BYTES_MAX ? [`${byteLength} bytes`] : []
  return [...sizes, ...(await findPageFaults(page))].map((fault) => `${name} ${fault}`)
}

describe.each(['en', 'hu', 'de'])('in %s', (language) => {
  test('every page is accessible and fits its window, in both themes', async () => {
    const page = await system.newPage({ locale: language })
    const faults: string[] = []
    const look = async (name: string) => void faults.push(...(await faultsOf(page, name)))
    const { url } = await system.link({ return_url: 'http://localhost:9/back' })
    await page.goto(url)
    await look('choice')
    for (const { platform } of journeys) {
      await page.goto(`${url}/${platform}`)
      await look(platform)
    }
    await page.goto(`${url}/shopify`)
    await page.locator('#shop').fill('no shop!')
    await page.locator('form button').click()
    await page.locator('[aria-invalid]').waitFor()
    await look('error')
    await page.goto(`${url}/shoprenter`)
    await page.locator('#shop').fill('a-shop-with-a-very-long-name-that-hardly-fits-in-a-line-of-text')
    await page.locator('form button').click()
    await page.locator('#waiting').waitFor()
    await look('admin')
    await page.goto(`${url}/shopify`)
    await page.locator('#shop').fill(`looks-${language}`)
    await page.locator('form button').click()
    await page.locator('a[href*="/oauth/authorize"]').waitFor()
    await look('approve')
    for (const reason of ['declined', 'link-used', 'plan-limit']) {
      await page.goto(`${new URL(url).origin}/connect/refused?tab=shopify&shopify=error&reason=${reason}`)
      await look(reason)
    }
    await page.goto(url.slice(0, -1))
    await look('unknown')
    expect(faults).toEqual([])
    await page.context().close()
  })
})

test('the progress is accessible and fits its window at every stage', async () => {
  const [journey] = journeys.filter(({ platform }) => platform === 'shoprenter')
  if (!journey) throw new Error('There is no journey.')
  openWorld(system, journey, 'stages')
  const page = await system.newPage()
  await page.goto((await system.link({ platforms: ['shoprenter'], return_url: 'http://localhost:9/back' })).url)
  await journey.enter(page, 'stages')
  await journey.approve(page, 'stages')
  await page.locator('#head[data-live]').waitFor()
  const faults = await faultsOf(page, 'approving')
  const slow = await system.stack.addWorker({ SHOPRENTER_REQUESTS_PER_SECOND: '1' })
  await page.locator('.parts').waitFor({ timeout: 60_000 })
  faults.push(...(await faultsOf(page, 'reading')))
  await system.kill(slow)
  await system.stack.addWorker()
  await page.locator('#head:not([data-live])').waitFor({ timeout: 60_000 })
  faults.push(...(await faultsOf(page, 'done')))
  expect(faults).toEqual([])
})

test('the whole way can be walked with the keyboard alone', async () => {
  const page = await system.newPage()
  await page.goto((await system.link()).url)
  const focused = () => page.evaluate<string>('document.activeElement.textContent || document.activeElement.id')
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('ShopRenter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.locator('#shop').waitFor()
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('shop')
  await page.keyboard.type('keyboard-bolt')
  await page.keyboard.press('Enter')
  await page.locator('a[href*="/oauth/authorize"]').waitFor()
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('Continue to Shopify')
})
