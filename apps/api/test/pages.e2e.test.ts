import { openBrowser } from '@shopmirror/test/browser.ts'
import { startSystem } from '@shopmirror/test/system.ts'
import { afterAll, expect, test } from 'vitest'

const system = await startSystem({ workers: 0 })
const browser = await openBrowser()
afterAll(async () => {
  await browser.close()
  await system[Symbol.asyncDispose]()
})

test('the page after an install is shown in the browser’s language, and in another one by its link', async () => {
  const { apiUrl } = system.stack
  await using context = await browser.newContext({ locale: 'hu-HU' })
  const page = await context.newPage()
  await page.goto(`${apiUrl}/dashboard/settings?tab=shopify&shopify=connected`)
  const title = page.locator('h1')
  const inHungarian = await title.textContent()
  expect(await page.locator('html').getAttribute('lang')).toBe('hu')
  await page.getByRole('link', { name: 'Deutsch' }).click()
  await page.waitForURL(/lang=de/)
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  expect(await title.textContent()).not.toBe(inHungarian)
})
