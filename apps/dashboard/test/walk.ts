import { findFirstRun, waitForRun } from '@shopmirror/scripts/journey.ts'
import { type DashboardSystem, startDashboard } from '@shopmirror/test/dashboard.ts'
import { findPageFaults } from '@shopmirror/test/page-faults.ts'
import { until } from '@shopmirror/test/until.ts'
import type { Page } from 'playwright-core'
import { routes } from './routes.ts'

/** Of one of our own shops, as the sandbox names it. */
const domain = 'walked-shop'

/** Some 200 looks of axe; three walks at once on two cores took 120 s, ms. */
export const WALK_MS = 360_000

/** A system with a shop, for a walk over its pages. */
export async function startWalk(): Promise<DashboardSystem> {
  const dashboard = await startDashboard({
    sandbox: { shops: [domain], products: 20, customers: 5, orders: 20, appWrites: true },
  })
  const shopId = await dashboard.connect(domain)
  await waitForRun(dashboard, await findFirstRun(dashboard, shopId))
  await fetch(`${dashboard.sandbox.url}/control/shops/${domain}/orders`, { method: 'POST' })
  await until(async () => (await dashboard.sql`select from webhook_deliveries where status <> 'received'`).length > 0)
  return dashboard
}

/** The addresses of things that exist, beside those of things that do not. */
async function addressesIn({ sql }: DashboardSystem): Promise<string[]> {
  const [found] = await sql<{ shop: string; delivery: string; order: string }[]>`
    select s.id as shop, d.id as delivery, o.external_id as order
    from shops s join webhook_deliveries d on d.shop_id = s.id join orders o on o.shop_id = s.id limit 1`
  if (!found) throw new Error('The shop has no delivery and no order.')
  const real = routes.map((path) =>
    path.replace('shp_0', found.shop).replace('dlv_0', found.delivery).replace('orders/0', `orders/${found.order}`),
  )
  // Of a shop that does not exist every tab looks the same.
  return [...new Set([...routes.filter((path) => !path.includes('shp_0?tab=')), ...real])]
}

/** Every fault of every screen in a language, in both themes, on a desktop and on a phone; empty without faults. */
export async function walk(dashboard: DashboardSystem, language: string): Promise<string[]> {
  const page = await dashboard.newPage({ locale: language, ...(await dashboard.asOperator()) })
  const faults: string[] = []
  for (const path of await addressesIn(dashboard)) {
    await open(page, `${dashboard.dashboardUrl}${path}`)
    faults.push(...(await faultsOf(page)).map((fault) => `${path} ${language} ${fault}`))
  }
  return faults
}

/** Faults of the page as it is, in both themes, on a desktop and on a phone; for what is not there at the first look. */
export function faultsOf(page: Page): Promise<string[]> {
  return findPageFaults(page, {
    themed: (theme) => page.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor(),
  })
}

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' })
}
