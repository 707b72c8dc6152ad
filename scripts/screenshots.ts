// npm run screenshots: pictures of the dashboard into docs/images, from a system with emulated shops.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expectations } from '@shopmirror/sandbox'
import { openBrowser } from '@shopmirror/test/browser.ts'
import { signInOperator } from '@shopmirror/test/sign-in.ts'
import { createApiClient } from './api-client.ts'
import { buildDashboard } from './dashboard-build.ts'
import { findFirstRun, installShop, waitForRun } from './journey.ts'
import { root } from './paths.ts'
import { onShutdown } from './shutdown.ts'
import { startStack } from './stack.ts'

/** New orders in each shop, whose webhooks are shown. */
const ORDERS_EACH = 5

const folder = join(root, 'docs', 'images')
const desktop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 }
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }

type Browser = Awaited<ReturnType<typeof openBrowser>>

interface Picture {
  name: string
  path: string
  context: NonNullable<Parameters<Browser['newContext']>[0]>
}

const pictures: Picture[] = [
  { name: 'overview', path: '/', context: { ...desktop, colorScheme: 'light' } },
  { name: 'overview-dark', path: '/', context: { ...desktop, colorScheme: 'dark' } },
  { name: 'overview-phone', path: '/', context: { ...phone, colorScheme: 'light' } },
  { name: 'shops', path: '/shops', context: { ...desktop, colorScheme: 'light' } },
  { name: 'shops-phone', path: '/shops', context: { ...phone, colorScheme: 'dark' } },
  { name: 'activity', path: '/activity', context: { ...desktop, colorScheme: 'light' } },
]

const say = (line: string) => process.stdout.write(`${line}\n`)
await buildDashboard(say)
const shops = expectations.flatMap(({ domainOf }) => ['minta-bolt', 'teahaz'].map(domainOf))
const stack = await startStack({ dataDir: '.data/screenshots', sandbox: { shops, appWrites: true }, log: say })
const browser = await openBrowser()
onShutdown(async () => {
  await browser.close()
  await stack.stop()
})
const signedIn = await signInOperator(stack.env)
await connectShops()
mkdirSync(folder, { recursive: true })
for (const picture of pictures) await take(picture)
await browser.close()
await stack.stop()
process.exit()

async function connectShops(): Promise<void> {
  if (!stack.sandbox) throw new Error('The stack has no sandbox.')
  const journey = { api: createApiClient({ url: stack.apiUrl, key: stack.apiKey }), sandbox: stack.sandbox }
  for (const domain of shops) {
    const { shop } = await installShop(journey, domain)
    await waitForRun(journey, await findFirstRun(journey, shop.id))
    for (let order = 0; order < ORDERS_EACH; order++)
      await fetch(`${stack.sandbox.url}/control/shops/${domain}/orders`, { method: 'POST' })
    say(`${domain} is mirrored.`)
  }
}

async function take({ name, path, context: options }: Picture): Promise<void> {
  const context = await browser.newContext({
    ...{ locale: 'en-GB', timezoneId: 'Europe/Budapest', ...options },
    ...signedIn,
  })
  const page = await context.newPage()
  await page.goto(`${stack.apiUrl}/dashboard${path}`)
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
  await page.screenshot({ path: join(folder, `${name}.png`) })
  await context.close()
  say(`docs/images/${name}.png`)
}
