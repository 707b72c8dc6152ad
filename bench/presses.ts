/**
 * How soon a press shows itself in a browser: from the event of the press to the frame that shows that it is under way,
 * while the api takes half a second to answer.
 */
import { type DashboardSystem, startDashboard } from '@shopmirror/test/dashboard.ts'
import { readExtent } from './options.ts'
import { report } from './report.ts'

const { rounds } = readExtent({ rounds: 8, seconds: 1 })
const SHOWN_WITHIN_MS = 200
/** Of the api, for everything that changes something. */
const ANSWER_MS = 500

type Page = Awaited<ReturnType<DashboardSystem['newPage']>>
type Locator = ReturnType<Page['locator']>

interface Press {
  name: string
  /** Below `/dashboard`. */
  path: string
  prepare?(page: Page): Promise<unknown>
  button(page: Page): Locator
  /** CSS selector of what shows the press. */
  shown: string
}

const buttonOf = (name: string) => (page: Page) => page.getByRole('main').getByRole('button', { name, exact: true })
const loading = 'button[data-loading]'
const presses: Press[] = [
  { name: 'start a sync', path: '/shops/shp_0?tab=resources', button: buttonOf('Start a full sync'), shown: loading },
  {
    name: 'acknowledge an alert',
    path: '/alerts',
    button: (page) => buttonOf('I take care of it')(page).first(),
    shown: loading,
  },
  {
    name: 'open a question',
    path: '/alerts',
    button: (page) => buttonOf('Mute')(page).first(),
    shown: '[role=dialog]',
  },
  {
    name: 'answer a question',
    path: '/alerts',
    prepare: (page) => buttonOf('Mute')(page).first().click(),
    button: (page) => page.getByRole('dialog').getByRole('button', { name: 'Mute', exact: true }),
    shown: loading,
  },
  {
    name: 'invite a person',
    path: '/people',
    prepare: (page) => page.getByLabel('E-mail of the new person').fill('vera@example.com'),
    button: buttonOf('Invite'),
    shown: loading,
  },
  {
    name: 'open another screen',
    path: '/shops',
    button: (page) => page.getByRole('navigation').getByRole('link', { name: 'Alerts' }),
    shown: 'a[href$="/alerts"][aria-current=page]',
  },
]

/** In the page: resolves with the time from the next click to the frame that has the selector, ms. */
const untilShown = `(selector) => new Promise((resolve) => {
  const begin = ({ timeStamp }) => {
    const look = () => document.querySelector(selector) ? resolve(performance.now() - timeStamp) : requestAnimationFrame(look)
    requestAnimationFrame(look)
  }
  addEventListener('click', begin, { capture: true, once: true })
})`

const dashboard = await startDashboard({ workers: 0 })
try {
  await dashboard.sql`
    insert into shops (id, account_id, platform, domain, access)
    select 'shp_0', id, 'shoprenter', 'pressed', 'active' from accounts limit 1`
  await dashboard.sql`
    insert into alerts (id, shop_id, kind, detail, raised_at)
    select 'alr_' || n, 'shp_0', 'bench-' || n, 'x', now() from generate_series(1, 100) n`
  const page = await dashboard.newPage(await dashboard.asOperator())
  await page.route('**/api/v1/**', async (route) => {
    if (route.request().method() !== 'GET') await new Promise((resolve) => setTimeout(resolve, ANSWER_MS))
    await route.continue()
  })
  for (const press of presses) {
    const times: number[] = []
    // Once without counting: the parts of the page are loaded.
    for (let round = -1; round < rounds; round++) {
      const ms = await measure(page, press)
      if (round >= 0) times.push(ms)
    }
    times.sort((one, other) => one - other)
    report([
      { name: `presses: ${press.name}, median`, value: times[Math.floor(times.length / 2)] ?? Number.NaN, unit: 'ms' },
      {
        name: `presses: ${press.name}, slowest`,
        value: times.at(-1) ?? Number.NaN,
        unit: 'ms',
        target: { atMost: SHOWN_WITHIN_MS },
      },
    ])
  }
} finally {
  await dashboard[Symbol.asyncDispose]()
}

async function measure(page: Page, { path, prepare, button, shown }: Press): Promise<number> {
  await dashboard.sql`delete from sync_runs`
  await page.goto(`${dashboard.dashboardUrl}${path}`)
  await button(page)
    .or(page.getByRole('main').getByRole('heading', { level: 1 }))
    .first()
    .waitFor()
  await prepare?.(page)
  await button(page).waitFor()
  await page.evaluate(`globalThis.shownAfter = (${untilShown})(${JSON.stringify(shown)})`.concat('; undefined'))
  await button(page).click()
  return page.evaluate<number>('globalThis.shownAfter')
}
