import { startDashboard } from '@shopmirror/test/dashboard.ts'
import { takeKeyboard } from '@shopmirror/test/keyboard.ts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

const dashboard = await startDashboard({ workers: 0 })
const { dashboardUrl, sql } = dashboard
afterAll(() => dashboard[Symbol.asyncDispose]())

const page = await dashboard.newPage({ reducedMotion: 'reduce', ...(await dashboard.asOperator()) })
page.setDefaultTimeout(10_000)
const { tabTo, type, press, choose, isOn, faults } = takeKeyboard(page)

const main = page.getByRole('main')
const dialog = page.getByRole('dialog')
const row = (name: string) => page.getByRole('row').filter({ hasText: name })
const heading = (name: string) => page.getByRole('heading', { level: 1, name })
const screen = (name: string) => page.getByRole('navigation').getByRole('link', { name })
const root = page.locator('html')

beforeAll(async () => {
  await sql`insert into accounts (id, name) values ('acc_second', 'Second')`
  await sql`
    insert into account_members (account_id, user_id, role)
    select accounts.id, users.id, 'owner' from accounts, users on conflict do nothing`
  await page.goto(`${dashboardUrl}/`)
  await heading('Overview').waitFor()
})
afterEach(() => expect(faults).toEqual([]))

test('a key is made and revoked', async () => {
  await choose(screen('API keys'))
  await isOn(heading('API keys'))
  await tabTo(page.getByLabel('Name of the program'))
  await type('billing')
  await choose(page.getByRole('button', { name: 'Make a key' }))
  await page.getByText('Save the key now').waitFor()
  await choose(row('billing').getByRole('button', { name: 'Revoke' }))
  await choose(dialog.getByRole('button', { name: 'Revoke' }))
  await row('billing').getByText('revoked').waitFor()
  await isOn(row('billing'))
})

test('people are invited, and an invitation is withdrawn', async () => {
  await choose(screen('People'), 'Shift+Tab')
  await isOn(heading('People'))
  for (const email of ['one@example.com', 'two@example.com']) {
    await tabTo(page.getByLabel('E-mail of the new person'))
    await type(email)
    await tabTo(page.getByLabel('Role', { exact: true }))
    await press('ArrowDown')
    await choose(page.getByRole('button', { name: 'Invite' }))
    await row(email).waitFor()
    await tabTo(page.getByLabel('E-mail of the new person'), 'Shift+Tab')
  }
  await withdraw()
  await isOn(page.getByRole('table', { name: 'Invitations' }).getByRole('row').last())
  await withdraw()
  await isOn(page.getByRole('heading', { name: 'Invitations', exact: true }))
})

async function withdraw(): Promise<void> {
  await choose(main.getByRole('button', { name: 'Withdraw' }), 'Shift+Tab')
  await isOn(dialog.getByRole('button', { name: 'Cancel' }))
  await choose(dialog.getByRole('button', { name: 'Withdraw' }))
  await dialog.waitFor({ state: 'detached' })
}

test('language and theme are chosen', async () => {
  const preferences = page.getByRole('banner').getByRole('button').first()
  await choose(preferences, 'Shift+Tab')
  await isOn(page.getByRole('combobox').first())
  await press('ArrowDown', 'Tab', 'ArrowDown', 'ArrowDown')
  await page.locator('html[lang=hu][data-mantine-color-scheme=dark]').waitFor()
  await press('Shift+Tab', 'ArrowUp', 'Escape')
  await page.locator('html[lang=en]').waitFor()
  await isOn(preferences)
})

test('another account is worked in', async () => {
  await choose(page.getByRole('banner').getByRole('button', { name: 'demo' }))
  await isOn(page.getByRole('menuitem', { name: 'Work in Second' }))
  await press('Enter')
  await page.getByRole('banner').getByRole('button', { name: 'Second' }).waitFor()
})

test('somebody signs out', async () => {
  await choose(page.getByRole('banner').getByRole('button', { name: 'Second' }))
  await press('ArrowUp', 'Enter')
  await heading('Sign in').waitFor()
  expect(await root.getAttribute('data-mantine-color-scheme')).toBe('dark')
})
