import { join } from 'node:path'
import { startApi } from '@shopmirror/scripts/app-processes.ts'
import { createSupervisor } from '@shopmirror/scripts/supervise.ts'
import { startMerchants } from '@shopmirror/test/merchants.ts'
import { afterAll, expect, test } from 'vitest'
import { connectBy, expectMirrored, type Journey, journeys, openWorld, untilRead } from './connect-journeys.ts'

const system = await startMerchants({ expectedErrors: [/LinkRefusedError/] })
const supervisor = createSupervisor()
afterAll(async () => {
  await supervisor.close()
  await system[Symbol.asyncDispose]()
})

const journeyOf = (platform: string): Journey => {
  const found = journeys.find((journey) => journey.platform === platform)
  if (!found) throw new Error(`There is no journey of ${platform}.`)
  return found
}
const [shopify, shopline, shoprenter] = ['shopify', 'shopline', 'shoprenter'].map(journeyOf) as [
  Journey,
  Journey,
  Journey,
]
const open = (journey: Journey, worldName: string) => openWorld(system, journey, worldName)

test.each(journeys)('without scripts the way is the same: $platform', async (journey) => {
  const worldName = `plain-${journey.platform.slice(0, 5)}`
  const domain = open(journey, worldName)
  const page = await system.newPage({ javaScriptEnabled: false })
  await connectBy(journey, page, { url: (await system.link()).url, worldName })
  await expectMirrored(system, domain)
})

test('a merchant who declined is told so, and can change their mind with the same link', async () => {
  const domain = open(shopline, 'decline-bolt')
  const page = await system.newPage({ locale: 'hu-HU' })
  await page.goto((await system.link({ platforms: ['shopline'] })).url)
  await shopline.enter(page, '')
  await page.getByRole('link', { name: 'decline-bolt', exact: true }).click()
  await page.getByRole('link', { name: 'Decline' }).click()
  await page.getByRole('heading', { name: 'Az alkalmazást nem hagyták jóvá' }).waitFor()
  await page.getByRole('link', { name: 'Újrapróbálás' }).click()
  await shopline.enter(page, '')
  await untilRead(await shopline.approve(page, 'decline-bolt'))
  await expectMirrored(system, domain)
})

test('a reconnect link that comes back with another shop connects nothing', async () => {
  const domain = open(shopline, 'right-bolt')
  open(shopline, 'wrong-bolt')
  const page = await system.newPage()
  await connectBy(shopline, page, {
    url: (await system.link({ platforms: ['shopline'] })).url,
    worldName: 'right-bolt',
  })
  const shopId = await expectMirrored(system, domain)
  await page.goto((await system.link({ shop: shopId })).url)
  await page.locator('form button').click()
  await page.getByRole('link', { name: 'Approve' }).waitFor()
  const address = new URL(page.url())
  address.searchParams.delete('merchant_id')
  await page.goto(address.href)
  await shopline.approve(page, 'wrong-bolt')
  await page.getByRole('heading', { name: 'This link is for another shop' }).waitFor()
  const shops = await system.api.get<{ domain: string }[]>('/api/v1/shops?platform=shopline')
  expect(shops.map((shop) => shop.domain)).toContain(domain)
  expect(await system.sql`select from shops where domain = ${openWorld(system, shopline, 'wrong-bolt')}`).toHaveLength(
    0,
  )
})

test('a press that is repeated connects one shop, once', async () => {
  const domain = open(shopify, 'double-bolt')
  const page = await system.newPage()
  await page.goto((await system.link({ platforms: ['shopify'] })).url)
  await page.locator('#shop').fill('double-bolt')
  await page.locator('form button').dblclick()
  await page.locator('main .button').first().dblclick()
  await untilRead(await shopify.approve(page, 'double-bolt'))
  await expectMirrored(system, domain)
  expect(await system.sql`select from shops where domain = ${domain}`).toHaveLength(1)
})

test('of two browsers with the same link the second is told that it has been used', async () => {
  const domain = open(shopify, 'first-bolt')
  open(shopify, 'second-bolt')
  const { url } = await system.link({ platforms: ['shopify'] })
  const [first, second] = [await system.newPage(), await system.newPage()]
  await second.goto(url)
  await second.locator('#shop').fill('second-bolt')
  await connectBy(shopify, first, { url, worldName: 'first-bolt' })
  await second.locator('form button').click()
  await second.getByRole('heading', { name: 'This link has already been used' }).waitFor()
  expect(await second.content()).not.toContain('first-bolt')
  await expectMirrored(system, domain)
})

test('an embedded app is connected by its install, and its frame leads to the progress', async () => {
  const domain = open(shoprenter, 'frame-bolt')
  system.sandbox.shoprenter.rules.embedsApp = true
  const page = await system.newPage()
  await page.goto((await system.link({ platforms: ['shoprenter'] })).url)
  await shoprenter.enter(page, 'frame-bolt')
  const [admin] = await Promise.all([page.waitForEvent('popup'), page.locator('main .button').first().click()])
  for (const name of ['Alkalmazások', 'Sandbox', 'Telepítés']) await admin.getByRole('link', { name }).click()
  await admin.frameLocator('iframe').getByRole('link', { name: 'Show the progress' }).click()
  await admin.waitForURL(/\/connect\/progress\//)
  system.sandbox.shoprenter.rules.embedsApp = false
  await untilRead(page)
  await expectMirrored(system, domain)
})

test('an api that is killed between consent and progress: the page says that it is cut off, and goes on', async () => {
  const domain = open(shopify, 'killed-bolt')
  const page = await system.newPage()
  await page.goto((await system.link({ platforms: ['shopify'] })).url)
  await shopify.enter(page, 'killed-bolt')
  await Promise.all(system.stack.workers.map((worker) => system.kill(worker)))
  await shopify.approve(page, 'killed-bolt')
  await page.getByRole('heading', { name: 'Your shop is being connected' }).waitFor()
  system.stack.api.kill('SIGKILL')
  await system.stack.api.exited
  await page.getByText('No connection.').waitFor()
  await startApi(
    { supervisor, env: system.stack.env, logFile: join(system.stack.logDir, 'api-again.log') },
    Number(new URL(system.stack.apiUrl).port),
  )
  await page.getByText('No connection.').waitFor({ state: 'hidden' })
  await system.stack.addWorker()
  await page.getByRole('heading', heading('is connected and up to date')).waitFor({ timeout: 60_000 })
  await expectMirrored(system, domain)
})

function heading(name: string) {
  return { level: 1, name } as const
}
