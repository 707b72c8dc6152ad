import { startDashboard } from '@shopmirror/test/dashboard.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

const SHOPS = 10_000
const dashboard = await startDashboard({ workers: 0 })
const { sql, dashboardUrl } = dashboard
afterAll(() => dashboard[Symbol.asyncDispose]())

let accountId: string
beforeAll(async () => {
  accountId = (await sql<{ id: string }[]>`select id from accounts limit 1`)[0]?.id ?? ''
  await insertShops(1, SHOPS)
})

const insertShops = (from: number, to: number) => sql`
  insert into shops (id, account_id, platform, domain, name, access)
  select 'shp_' || lpad(n::text, 26, '0'), ${accountId}, case when n % 2 = 0 then 'shoprenter' else 'shopify' end,
    'shop-' || n || '.example', 'Shop number ' || n, case when n % 10 = 0 then 'reauth_required' else 'active' end
  from generate_series(${from}::int, ${to}::int) n`
const openShops = async (search = '') => {
  const page = await dashboard.newPage(await dashboard.asOperator())
  await page.goto(`${dashboardUrl}/shops${search}`)
  await page.getByRole('row').nth(1).waitFor()
  return page
}
const searchOf = (address: string) => Object.fromEntries(new URL(address).searchParams)

test('of 10,000 shops the first page is there, and more on a press', async () => {
  const page = await openShops()
  const rows = page.getByRole('table').getByRole('row')
  expect(await rows.count()).toBe(51)
  await page.getByText(`Shop number ${SHOPS}`, { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Show more' }).click()
  await until(async () => (await rows.count()) === 101)
})

test('filters are in the address, which shows the same list to somebody else', async () => {
  const page = await openShops()
  await page.getByRole('searchbox', { name: 'Name or address' }).fill('number 777')
  await page.getByLabel('State').selectOption('reauth_required')
  await page.waitForURL(/reauth_required/)
  await page.waitForURL(/777/)
  expect(searchOf(page.url())).toEqual({ q: 'number 777', status: 'reauth_required' })
  await page.getByText('Shop number 7770', { exact: true }).waitFor()
  await until(async () => (await page.getByRole('table').getByRole('row').count()) === 2)

  const other = await openShops(new URL(page.url()).search)
  expect(await other.getByRole('searchbox').inputValue()).toBe('number 777')
  expect(await other.getByRole('table').getByRole('row').count()).toBe(2)
})

test('a filter that nothing matches says so and leads back to all; one that is wrong in the address is none', async () => {
  const page = await openShops('?status=nonsense')
  await page.getByRole('searchbox').fill('there is no such shop')
  await page.getByRole('heading', { name: 'No shop matches' }).waitFor()
  await page.getByRole('link', { name: 'Show all' }).click()
  await page.getByText(`Shop number ${SHOPS}`, { exact: true }).waitFor()
  expect(searchOf(page.url())).toEqual({})
})

test('a shop that is connected meanwhile moves no row: it is counted, and shown on a press', async () => {
  const page = await openShops()
  const first = page.getByRole('table').getByRole('row').nth(1)
  const before = await first.textContent()
  await insertShops(SHOPS + 1, SHOPS + 2)
  const held = page.getByRole('button', { name: 'Show 2 new rows' })
  await held.waitFor()
  expect(await first.textContent()).toBe(before)
  await held.click()
  await page.getByText(`Shop number ${SHOPS + 2}`, { exact: true }).waitFor()
  expect(await first.textContent()).toContain(`Shop number ${SHOPS + 2}`)
})

test('everything can be done without a mouse, and each screen begins at its heading', async () => {
  const page = await openShops()
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const focused = page.locator(':focus')
  await press('Tab')
  expect(await focused.textContent()).toBe('Skip to content')
  await press('Enter')
  expect(await focused.getAttribute('id')).toBe('main')
  await press('Tab')
  await page.keyboard.type('number 4242')
  await page.getByText('Shop number 4242', { exact: true }).waitFor()

  await page.getByRole('link', { name: 'Overview' }).focus()
  await press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  await until(async () => (await focused.textContent()) === 'Overview')
  await page.goBack()
  await page.getByText('Shop number 4242', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Language and theme' }).focus()
  await press('Enter')
  await until(async () => (await focused.evaluate((element) => element.tagName)) === 'SELECT')
  await press('Escape')
  await until(async () => (await focused.getAttribute('aria-label')) === 'Language and theme')
})
