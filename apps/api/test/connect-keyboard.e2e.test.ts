import { takeKeyboard } from '@shopmirror/test/keyboard.ts'
import { startMerchants } from '@shopmirror/test/merchants.ts'
import { afterAll, expect, test } from 'vitest'

const system = await startMerchants({ workers: 0 })
afterAll(() => system[Symbol.asyncDispose]())

test('a merchant goes from the link to the platform without a mouse', async () => {
  const page = await system.newPage()
  const { tabTo, type, choose, press, faults } = takeKeyboard(page)
  await page.goto((await system.link()).url)
  await choose(page.getByRole('link', { name: /Shopify/ }).or(page.getByRole('button', { name: /Shopify/ })))
  await tabTo(page.locator('#shop'))
  await type('keyboard-shop')
  await press('Enter')
  await page.locator('main .button').first().waitFor()
  await choose(page.locator('main .button').first())
  await page.getByRole('button', { name: 'Telepítés' }).waitFor()
  expect(faults).toEqual([])
})
