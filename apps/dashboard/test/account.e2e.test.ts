import { makeOperatorLink } from '@shopmirror/scripts/make-operator-link.ts'
import { startDashboard } from '@shopmirror/test/dashboard.ts'
import { linkIn, startMailServer } from '@shopmirror/test/mail-server.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, expect, test } from 'vitest'
import { faultsOf } from './walk.ts'

const EMAIL = 'anna.operator@example.com'
const NEW_PASSWORD = 'another long password'

const mail = await startMailServer()
const dashboard = await startDashboard({
  workers: 0,
  env: { SMTP_URL: mail.url, ALERT_EMAIL_FROM: 'mirror@example.com' },
})
const { dashboardUrl, sql } = dashboard
afterAll(async () => {
  await dashboard[Symbol.asyncDispose]()
  await mail[Symbol.asyncDispose]()
})

const page = await dashboard.newPage(await dashboard.asOperator())
page.setDefaultTimeout(10_000)
const button = (name: string) => page.getByRole('button', { name, exact: true })
const heading = (name: string) => page.getByRole('heading', { level: 1, name })
const menuOf = (account: string) => page.getByRole('banner').getByRole('button', { name: account, exact: true })
const accountNames = async () => (await sql`select name from accounts order by name`).map(({ name }) => name)

test('an operator makes an account, and works in it', async () => {
  await page.goto(`${dashboardUrl}/account`)
  await page.getByLabel('Name of the new account').fill('Bolt and Sons')
  await button('Create an account').click()
  const row = page.getByRole('row').filter({ hasText: 'Bolt and Sons' })
  await row.waitFor()
  expect(await faultsOf(page)).toEqual([])
  await row.getByRole('button', { name: 'Open' }).click()
  await menuOf('Bolt and Sons').waitFor()
  await heading('Overview').waitFor()
})

test('an account of that name exists: it says so, and makes none', async () => {
  await page.goto(`${dashboardUrl}/account`)
  await page.getByLabel('Name of the new account').fill('Bolt and Sons')
  await button('Create an account').click()
  await page.getByRole('main').getByRole('alert').waitFor()
  expect((await accountNames()).filter((name) => name === 'Bolt and Sons')).toHaveLength(1)
})

test('an account is renamed', async () => {
  await page.goto(`${dashboardUrl}/account`)
  await page.getByRole('textbox', { name: 'Name of the account', exact: true }).fill('Bolt Ltd')
  await button('Rename').click()
  await page.getByText('The account is renamed.').waitFor()
  await menuOf('Bolt Ltd').waitFor()
  expect(await accountNames()).toContain('Bolt Ltd')
})

test('a member switches to their other account, and leaves it', async () => {
  await sql`
    insert into account_members (account_id, user_id, role)
    select accounts.id, users.id, case accounts.name when 'demo' then 'owner' else 'viewer' end from accounts, users`
  await page.goto(`${dashboardUrl}/`)
  await menuOf('Bolt Ltd').click()
  await page.getByRole('menuitem', { name: 'Work in demo' }).click()
  await menuOf('demo').click()
  await page.getByRole('menuitem', { name: 'Work in Bolt Ltd' }).click()
  await menuOf('Bolt Ltd').waitFor()
  await page.goto(`${dashboardUrl}/account`)
  await button('Leave this account').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave this account' }).click()
  await until(async () => (await sql`select from account_members`).length === 1)
  await heading('Overview').waitFor()
})

test('a forgotten password is replaced by a mailed link, and the new one signs in', async () => {
  const person = await dashboard.newPage()
  await person.goto(`${dashboardUrl}/sign-in`)
  await person.getByRole('link', { name: 'Forgot your password?' }).click()
  await person.getByLabel('E-mail').fill(EMAIL)
  await person.getByRole('button', { name: 'Send me a link' }).click()
  await person.getByText('a link is on its way').waitFor()
  const sent = await until(() => mail.mails.find(({ to }) => to.includes(EMAIL)))
  await person.goto(linkIn(sent))
  await person.getByLabel(/^New password/).fill(NEW_PASSWORD)
  await person.getByRole('button', { name: 'Set the password and sign in' }).click()
  await person.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()

  // Who was signed in before is not any more.
  await page.goto(`${dashboardUrl}/shops`)
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor()
  await page.goto(`${dashboardUrl}/sign-in`)
  await page.getByLabel('E-mail').fill(EMAIL)
  await page.getByLabel(/^Password/).fill(NEW_PASSWORD)
  await button('Sign in').click()
  await heading('Overview').waitFor()
})

test('an operator link that is opened over the sign-in page makes an operator', async () => {
  const person = await dashboard.newPage()
  await person.goto(`${dashboardUrl}/sign-in`)
  await person.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  await person.goto((await makeOperatorLink(dashboard.stack.env)) ?? '')
  await person.getByRole('heading', { level: 1, name: 'Become an operator' }).waitFor()
  await person.getByLabel('Name').fill('Otto')
  await person.getByLabel('E-mail').fill('otto@example.com')
  await person.getByLabel(/^New password/).fill(NEW_PASSWORD)
  await person.getByRole('button', { name: 'Sign in', exact: true }).click()
  await person.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
})
