import { makeOperatorLink } from '@shopmirror/scripts/make-operator-link.ts'
import { freePort } from '@shopmirror/scripts/ports.ts'
import { startDashboard } from '@shopmirror/test/dashboard.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'

// A name and not an address, because passkeys belong to a name.
const port = await freePort()
const publicUrl = `http://localhost:${port}`
const dashboard = await startDashboard({ workers: 0, apiPort: port, env: { PUBLIC_URL: publicUrl } })
const { dashboardUrl } = dashboard
afterAll(() => dashboard[Symbol.asyncDispose]())

const PASSWORD = 'a password of the tests'
let operator: Page

const makeLink = (onlyFirst = false) => makeOperatorLink(dashboard.stack.env, { onlyFirst })

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto(`${dashboardUrl}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel(/^Password/).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
}

/** The link of a new invitation, as the page shows it. */
async function invite(email: string, role: string): Promise<string> {
  await operator.goto(`${dashboardUrl}/people`)
  await operator.getByLabel('E-mail of the new person').fill(email)
  await operator.getByLabel(/^Role\b(?! of)/).selectOption({ label: role })
  await operator.getByRole('button', { name: 'Invite' }).click()
  return (await operator.getByRole('status').locator('pre').textContent()) ?? ''
}

async function accept(email: string, role: string): Promise<Page> {
  const page = await dashboard.newPage()
  await page.goto(await invite(email, role))
  await page.getByText(`The invitation is for ${email}`).waitFor()
  await page.getByLabel('Your name').fill(email)
  await page.getByLabel(/^Password/).fill(PASSWORD)
  await page.getByRole('button', { name: 'Accept' }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  return page
}

beforeAll(async () => {
  operator = await dashboard.newPage()
  await operator.goto((await makeLink(true)) ?? '')
  await operator.getByLabel('Name').fill('Olga')
  await operator.getByLabel('E-mail').fill('olga@example.com')
  await operator.getByLabel('New password').fill(PASSWORD)
  await operator.getByRole('button', { name: 'Sign in' }).click()
  await operator.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
})

test('the link of the first operator signs in once, and there is no other first one', async () => {
  expect(await makeLink(true)).toBeNull()
  const used = await dashboard.newPage()
  const link = (await makeLink()) ?? ''
  expect(await makeLink()).not.toBe(link)
  await used.goto(link)
  await used.getByLabel('Name').fill('Eve')
  await used.getByLabel('E-mail').fill('eve@example.com')
  await used.getByLabel('New password').fill(PASSWORD)
  await used.getByRole('button', { name: 'Sign in' }).click()
  await used.getByRole('alert').getByText('The link no longer works').waitFor()
})

test('a viewer accepts an invitation, and sees what they may see, without buttons that change anything', async () => {
  const viewer = await accept('viewer@example.com', 'viewer')
  await viewer.goto(`${dashboardUrl}/people`)
  await viewer.getByRole('cell', { name: 'viewer@example.com' }).first().waitFor()
  expect(await viewer.getByRole('button', { name: /Invite|Remove/ }).count()).toBe(0)
  expect(await viewer.getByRole('navigation').getByRole('link', { name: 'API keys' }).count()).toBe(0)
  await viewer.goto(`${dashboardUrl}/keys`)
  await viewer.getByRole('heading', { name: 'Not allowed' }).waitFor()
})

test('of two tabs, one that signs out leaves nothing in the other', async () => {
  const tab = await accept('tabs@example.com', 'member')
  const other = await tab.context().newPage()
  await other.goto(`${dashboardUrl}/people`)
  await other.getByRole('cell', { name: 'tabs@example.com' }).first().waitFor()
  await tab.getByRole('button', { name: 'demo' }).click()
  await tab.getByRole('menuitem', { name: 'Sign out' }).click()
  await tab.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  await other.getByRole('heading', { name: 'You are not signed in' }).waitFor()
  expect(await other.getByText('tabs@example.com').count()).toBe(0)
})

test('a member of another account sees nothing of this one', async () => {
  const shop = await dashboard.sql`
    insert into shops (id, account_id, platform, domain, access)
    select 'shp_ours', id, 'shoprenter', 'ours', 'active' from accounts where name = 'demo' returning id`
  expect(shop).toHaveLength(1)
  await accept('other@example.com', 'viewer')
  await dashboard.sql`insert into accounts (id, name) values ('acc_other', 'Other')`
  await dashboard.sql`
    update account_members set account_id = 'acc_other'
    from users where users.id = user_id and email = 'other@example.com'`
  const stranger = await dashboard.newPage()
  await signIn(stranger, 'other@example.com')
  await stranger.goto(`${dashboardUrl}/shops`)
  await stranger.getByRole('heading', { name: 'No shop is connected yet' }).waitFor()
  const answer = await stranger.request.get(`${publicUrl}/api/v1/shops/shp_ours`)
  expect(answer.status()).toBe(404)
})

test('a passkey is made in the profile, and signs in without a password', async () => {
  const page = await accept('passkey@example.com', 'viewer')
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  await page.goto(`${dashboardUrl}/profile`)
  await page.getByLabel('Name of the device').fill('Laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('cell', { name: 'Laptop' }).waitFor()
  await page.context().clearCookies()
  await page.goto(`${dashboardUrl}/sign-in`)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  await page.goto(`${dashboardUrl}/profile`)
  expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('passkey@example.com')
})

test('no script of the page can read what keeps somebody signed in', async () => {
  const readable = await operator.evaluate<string>('document.cookie + JSON.stringify({ ...localStorage })')
  const cookies = await operator.context().cookies()
  const session = cookies.find(({ name }) => name.endsWith('session_token'))
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  expect(readable).not.toContain('session')
})
