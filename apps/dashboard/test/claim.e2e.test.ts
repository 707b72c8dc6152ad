import { startDashboard } from '@shopmirror/test/dashboard.ts'
import { afterAll, expect, test } from 'vitest'

const dashboard = await startDashboard({ sandbox: { shops: ['claimed-bolt'] } })
const { sandbox, dashboardUrl } = dashboard
afterAll(() => dashboard[Symbol.asyncDispose]())

test('an install that started in a shop is connected on the screen that its page leads to', async () => {
  const { body, url } = await sandbox.shoprenter.shop('claimed-bolt').merchant.install()
  const [, way = ''] = /<a href="([^"]+\/connect\/claim\/[^"]+)"/.exec(body) ?? []
  expect(url).toContain('/oauth/entry')
  const page = await dashboard.newPage(await dashboard.asOperator())
  await page.goto(way)
  expect(page.url()).toMatch(new RegExp(`^${dashboardUrl}/claim\\?sr_install=ins_\\w+$`))
  await page.getByText('claimed-bolt').waitFor()
  await page.getByRole('button', { name: 'Connect the shop' }).click()
  await page.getByRole('status').getByText('claimed-bolt is connected').waitFor()
  const address = await page.getByRole('link', { name: 'Show the shop' }).getAttribute('href')
  expect(address).toMatch(/\/dashboard\/shops\/shp_\w+$/)
  const [shop] = await dashboard.operator.get<{ domain: string }[]>('/api/v1/shops')
  expect(shop?.domain).toBe('claimed-bolt')
})

test('without an installation, or with an unknown one, it says what to do', async () => {
  const page = await dashboard.newPage(await dashboard.asOperator())
  await page.goto(`${dashboardUrl}/claim`)
  await page.getByRole('heading', { name: 'Which shop is it?' }).waitFor()
  await page.goto(`${dashboardUrl}/claim?sr_install=ins_unknown`)
  await page.getByRole('heading', { name: 'Not found' }).waitFor()
})
