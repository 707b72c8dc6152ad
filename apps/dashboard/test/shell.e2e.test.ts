import { startDashboard } from '@shopmirror/test/dashboard.ts'
import { afterAll, expect, test } from 'vitest'

const dashboard = await startDashboard({ workers: 0 })
const { dashboardUrl } = dashboard
afterAll(() => dashboard[Symbol.asyncDispose]())

test('who is not signed in sees that, and a way to sign in that leads back here', async () => {
  const page = await dashboard.newPage()
  await page.goto(`${dashboardUrl}/shops`)
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor()
  const address = await page.getByRole('main').getByRole('link', { name: 'Sign in' }).getAttribute('href')
  expect(new URL(address ?? '', dashboardUrl).searchParams.get('next')).toBe('/shops')
})

test('the page is in the browser’s language, and in another one once that is chosen, also after a reload', async () => {
  const page = await dashboard.newPage({ locale: 'hu-HU' })
  await page.goto(`${dashboardUrl}/shops`)
  await page.getByRole('heading', { name: 'Boltok', level: 1 }).waitFor()
  expect(await page.title()).toBe('Boltok · Shopmirror')
  await page.getByRole('button', { name: 'Nyelv és megjelenés' }).click()
  await page.getByLabel('Nyelv', { exact: true }).selectOption('de')
  await page.getByRole('heading', { name: 'Nicht angemeldet' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Nicht angemeldet' }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
})

test('the theme is the system’s until one is chosen, and is there before the first drawing', async () => {
  const page = await dashboard.newPage({ colorScheme: 'dark' })
  const theme = () => page.locator('html').getAttribute('data-mantine-color-scheme')
  await page.goto(`${dashboardUrl}/shops`)
  expect(await theme()).toBe('dark')
  await page.getByRole('button', { name: 'Language and theme' }).click()
  await page.getByLabel('Theme', { exact: true }).selectOption('light')
  expect(await theme()).toBe('light')
  await page.reload({ waitUntil: 'commit' })
  await page.locator('html[data-mantine-color-scheme=light]').waitFor()
})

test('an address without a screen says so, and leads on', async () => {
  const page = await dashboard.newPage()
  await page.goto(`${dashboardUrl}/nowhere/at/all`)
  await page.getByRole('heading', { name: 'This page does not exist' }).waitFor()
  await page.getByRole('link', { name: 'To the overview' }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
})

test('a server that is gone is said, and the page goes on by itself once it answers', async () => {
  const page = await dashboard.newPage()
  await page.route(/\/(api|healthz)/, (route) => route.abort())
  await page.goto(`${dashboardUrl}/shops`)
  const banner = page.getByRole('status').filter({ hasText: 'No connection to the server' })
  await banner.waitFor()
  await page.getByRole('heading', { name: 'The server does not answer' }).waitFor()
  await page.unroute(/\/(api|healthz)/)
  await banner.waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor()
})
