import { type MemberRole, memberRoles } from '@shopmirror/db'
import type { InjectOptions, LightMyRequestResponse, RouteOptions } from 'fastify'
import { afterAll, describe, expect, test } from 'vitest'
import { defaultPermission, type Permission, permissionsOf } from '../src/http/permissions.ts'
import { createStage, type Key } from './stage.ts'

/** What the owner has, and a stranger must not see or touch. */
interface Belongings {
  shop: string
  run: string
  push: string
  delivery: string
  installation: string
  link: string
  privacy: string
  quarantined: string
  key: string
  person: string
  invitation: string
  session: string
  passkey: string
  replay: string
  account: string
  alert: string
}

type Ask = (owned: Belongings) => InjectOptions
interface Attempt {
  ask: Ask
  /** By default that the thing does not exist for the stranger. */
  expect?: (answer: LightMyRequestResponse, owned: Belongings) => void
}

const isAllowed = (role: MemberRole, name: string) => {
  const permission = permissionOf(name)
  return permission === 'any' || permissionsOf(role).has(permission)
}
const refusesRole = (answer: LightMyRequestResponse) =>
  expect([answer.statusCode, answer.json().type]).toEqual([403, 'urn:shopmirror:problem:forbidden'])
const denied = (answer: LightMyRequestResponse) => expect([403, 404]).toContain(answer.statusCode)
const showsNothing = (answer: LightMyRequestResponse, owned: Belongings) => {
  expect(answer.statusCode).toBe(200)
  for (const id of Object.values(owned)) expect(answer.body).not.toContain(id)
}
const get =
  (url: (owned: Belongings) => string): Ask =>
  (owned) => ({ method: 'GET', url: url(owned) })
const send =
  (method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: (owned: Belongings) => string, payload?: object): Ask =>
  (owned) => ({ method, url: url(owned), ...(payload && { payload }) })

const api = '/api/v1'
const steerAll = (action: string) => send('POST', () => `${api}/pushes/${action}`, {})
const movesNothing = (answer: LightMyRequestResponse) =>
  expect([answer.statusCode, answer.json()]).toEqual([200, { data: { pushes: 0 } }])
const showsNothingNew = (answer: LightMyRequestResponse, owned: Belongings) => {
  expect(answer.statusCode).toBe(201)
  for (const id of Object.values(owned)) expect(answer.body).not.toContain(id)
}
/** No number in it is above 0. */
const countsNothing = (answer: LightMyRequestResponse, owned: Belongings) => {
  showsNothing(answer, owned)
  expect(answer.body).not.toMatch(/:[1-9]/)
}
const settings = { schedule_enabled: false, frequency: '1d', resources: null, full_every_hours: 24 }

const ownOnly = (answer: LightMyRequestResponse, owned: Belongings) => {
  // A key has none of these, and a person only their own.
  expect([200, 400, 403, 404]).toContain(answer.statusCode)
  for (const id of Object.values(owned)) expect(answer.body).not.toContain(id)
}
/** Routes about the person who asks, without an id of anything of an account. */
const ofOneself: Record<string, Attempt> = {
  'PATCH /api/v1/me': { ask: send('PATCH', () => `${api}/me`, {}), expect: ownOnly },
  'PUT /api/v1/me/password': {
    ask: send('PUT', () => `${api}/me/password`, { current_password: 'x', new_password: 'a longer password' }),
    expect: (answer) => expect([403, 429]).toContain(answer.statusCode),
  },
  'GET /api/v1/me/sessions': { ask: get(() => `${api}/me/sessions`), expect: ownOnly },
  'DELETE /api/v1/me/sessions': { ask: send('DELETE', () => `${api}/me/sessions`), expect: ownOnly },
  'DELETE /api/v1/me/sessions/:id': { ask: send('DELETE', ({ session }) => `${api}/me/sessions/${session}`) },
  'GET /api/v1/me/passkeys': { ask: get(() => `${api}/me/passkeys`), expect: ownOnly },
  'POST /api/v1/me/passkeys/options': { ask: send('POST', () => `${api}/me/passkeys/options`), expect: ownOnly },
  'POST /api/v1/me/passkeys': {
    ask: send('POST', () => `${api}/me/passkeys`, { response: {} }),
    expect: (answer) => expect(answer.statusCode).toBe(403),
  },
  'GET /api/v1/me/provider': { ask: get(() => `${api}/me/provider`), expect: ownOnly },
  'POST /api/v1/me/provider': { ask: send('POST', () => `${api}/me/provider`), expect: ownOnly },
  'DELETE /api/v1/me/provider': { ask: send('DELETE', () => `${api}/me/provider`), expect: ownOnly },
  'DELETE /api/v1/me/passkeys/:id': { ask: send('DELETE', ({ passkey }) => `${api}/me/passkeys/${passkey}`) },
}

/** Tried by another account; a route that needs only an id is tried without standing here, see `generate`. */
const written: Record<string, Attempt> = {
  'GET /api/v1/shops': { ask: get(() => `${api}/shops`), expect: showsNothing },
  'POST /api/v1/shops': {
    ask: send('POST', () => `${api}/shops`, {
      platform: 'shoprenter',
      domain: 'owned-shop',
      client_id: 'id',
      client_secret: 'secret',
    }),
    expect: (answer) =>
      expect([answer.statusCode, answer.json().type]).toEqual([409, 'urn:shopmirror:problem:shop-taken']),
  },
  'PATCH /api/v1/shops/:id': { ask: send('PATCH', ({ shop }) => `${api}/shops/${shop}`, { status: 'paused' }) },
  'PUT /api/v1/shops/:id/settings': { ask: send('PUT', ({ shop }) => `${api}/shops/${shop}/settings`, settings) },
  'GET /api/v1/shops/:id/resources/:resource/rehearsal': {
    ask: get(({ shop }) => `${api}/shops/${shop}/resources/orders/rehearsal`),
  },
  'PUT /api/v1/shops/:id/default-location': {
    ask: send('PUT', ({ shop }) => `${api}/shops/${shop}/default-location`, { location: null }),
  },
  'POST /api/v1/shops/:id/syncs': { ask: send('POST', ({ shop }) => `${api}/shops/${shop}/syncs`, { type: 'full' }) },
  'POST /api/v1/:platform/sync': {
    ask: send('POST', () => `${api}/shoprenter/sync`, { type: 'full', shop: 'owned-shop' }),
  },
  'GET /api/v1/runs': { ask: get(({ shop }) => `${api}/runs?shop=${shop}`), expect: showsNothing },
  'POST /api/v1/shops/:id/pushes': {
    ask: send('POST', ({ shop }) => `${api}/shops/${shop}/pushes`, {
      pushes: [{ key: 'k', kind: 'inventory.set', object: { sku: 'A' }, payload: { quantity: 1 } }],
    }),
  },
  'GET /api/v1/pushes/counts': {
    ask: get(({ shop }) => `${api}/pushes/counts?shop=${shop}`),
    expect: (answer) => expect(Object.values(answer.json().data)).toEqual([0, 0, 0, 0, 0]),
  },
  'GET /api/v1/pushes': { ask: get(({ shop }) => `${api}/pushes?shop=${shop}`), expect: showsNothing },
  'POST /api/v1/pushes/retry': { ask: steerAll('retry'), expect: movesNothing },
  'POST /api/v1/pushes/process': { ask: steerAll('process'), expect: movesNothing },
  'POST /api/v1/pushes/cancel': { ask: steerAll('cancel'), expect: movesNothing },
  'POST /api/v1/pushes/:id/resolve': {
    ask: send('POST', ({ push }) => `${api}/pushes/${push}/resolve`, { winner: 'push' }),
  },
  'PUT /api/v1/shops/:id/push-settings': { ask: send('PUT', ({ shop }) => `${api}/shops/${shop}/push-settings`, {}) },
  'GET /api/v1/shops/:id/links': { ask: get(({ shop }) => `${api}/shops/${shop}/links?entity=orders`) },
  'PUT /api/v1/shops/:id/links': {
    ask: send('PUT', ({ shop }) => `${api}/shops/${shop}/links`, { entity: 'orders', own_id: 'x', external_id: '7' }),
  },
  'DELETE /api/v1/shops/:id/links': {
    ask: send('DELETE', ({ shop }) => `${api}/shops/${shop}/links?entity=orders&own_id=owned`),
  },
  'GET /api/v1/shops/:id/object-switches/:table/:object': {
    ask: get(({ shop }) => `${api}/shops/${shop}/object-switches/products/7`),
  },
  'PUT /api/v1/shops/:id/object-switches/:table/:object': {
    ask: send('PUT', ({ shop }) => `${api}/shops/${shop}/object-switches/products/7`, { sync: false }),
  },
  'DELETE /api/v1/shops/:id/object-switches/:table/:object': {
    ask: send('DELETE', ({ shop }) => `${api}/shops/${shop}/object-switches/products/7`),
  },
  'GET /api/v1/quarantine': { ask: get(() => `${api}/quarantine`), expect: showsNothing },
  'GET /api/v1/replays': { ask: get(() => `${api}/replays`), expect: showsNothing },
  'POST /api/v1/replays': {
    ask: ({ shop }) => ({ method: 'POST', url: `${api}/replays`, payload: { shop, dry_run: true } }),
  },
  'GET /api/v1/deliveries': { ask: get(() => `${api}/deliveries`), expect: showsNothing },
  'GET /api/v1/activity': { ask: get(({ shop }) => `${api}/activity?shop=${shop}`), expect: showsNothing },
  'GET /api/v1/statistics': { ask: get(({ shop }) => `${api}/statistics?shop=${shop}`), expect: countsNothing },
  'GET /api/v1/overview': { ask: get(() => `${api}/overview`), expect: countsNothing },
  'GET /api/v1/shops/:id/objects': { ask: get(({ shop }) => `${api}/shops/${shop}/objects?q=8`) },
  'GET /api/v1/shops/:id/objects/:table/:object/life': {
    ask: get(({ shop }) => `${api}/shops/${shop}/objects/orders/7/life`),
  },
  'GET /api/v1/subscriptions': { ask: get(({ shop }) => `${api}/subscriptions?shop=${shop}`), expect: showsNothing },
  // A state of the stranger's own: it gives no way to the owner's shop, as the callback's tests show.
  'GET /api/v1/:platform/oauth/authorize': { ask: get(() => `${api}/shoprenter/oauth/authorize?shop=owned-shop`) },
  'GET /api/v1/installations': { ask: get(() => `${api}/installations`), expect: showsNothing },
  'GET /api/v1/connect-links': { ask: get(() => `${api}/connect-links`), expect: showsNothing },
  'POST /api/v1/connect-links': { ask: send('POST', () => `${api}/connect-links`, {}), expect: showsNothingNew },
  'POST /api/v1/installations/:id/claim': {
    ask: send('POST', ({ installation }) => `${api}/installations/${installation}/claim`),
    expect: (answer) => expect(answer.statusCode).toBe(409),
  },
  'GET /api/v1/events': { ask: get(() => `${api}/events?follow=false`), expect: showsNothing },
  'POST /api/v1/alerts/:id/mute': {
    ask: send('POST', ({ alert }) => `${api}/alerts/${alert}/mute`, { hours: 1 }),
  },
  'GET /api/v1/alerts': { ask: get(() => `${api}/alerts`), expect: showsNothing },
  'GET /api/v1/erasures': { ask: get(() => `${api}/erasures`), expect: showsNothing },
  'GET /api/v1/privacy-requests': { ask: get(() => `${api}/privacy-requests`), expect: showsNothing },
  'GET /api/v1/platforms': { ask: get(() => `${api}/platforms`), expect: showsNothing },
  'GET /api/v1/keys': { ask: get(() => `${api}/keys`), expect: showsNothing },
  'GET /api/v1/people': { ask: get(() => `${api}/people`), expect: showsNothing },
  'PATCH /api/v1/people/:id': { ask: send('PATCH', ({ person }) => `${api}/people/${person}`, { role: 'viewer' }) },
  'GET /api/v1/invitations': { ask: get(() => `${api}/invitations`), expect: showsNothing },
  'POST /api/v1/invitations': {
    ask: send('POST', () => `${api}/invitations`, { email: 'new@example.com', role: 'viewer' }),
    expect: (answer) => expect(answer.statusCode).toBe(201),
  },
  'GET /api/v1/accounts': { ask: get(() => `${api}/accounts`) },
  'POST /api/v1/accounts': { ask: send('POST', () => `${api}/accounts`, { name: 'x' }) },
  'PATCH /api/v1/account': {
    ask: send('PATCH', () => `${api}/account`, { name: 'Renamed' }),
    expect: (answer, { account }) => {
      // A key may not own an account; an owner renames their own.
      expect([200, 403]).toContain(answer.statusCode)
      expect(answer.body).not.toContain(account)
    },
  },
  'GET /api/v1/audit': {
    ask: get(() => `${api}/audit`),
    // Their own attempts name what they tried.
    expect: (answer, { account }) => {
      expect(answer.statusCode).toBe(200)
      expect(answer.body).not.toContain(account)
    },
  },
  ...ofOneself,
  'GET /api/v1/me': { ask: get(() => `${api}/me`), expect: showsNothing },
  'PUT /api/v1/me/account': {
    ask: ({ account }) => ({ method: 'PUT', url: `${api}/me/account`, payload: { account_id: account } }),
  },
  'POST /api/v1/keys': { ask: send('POST', () => `${api}/keys`, { name: 'x', role: 'operator' }) },
}

/** Routes without a key, and why nothing of an account can be reached through them. */
const open: Record<string, string> = {
  'POST /webhooks/:platform': 'signed by the platform',
  'POST /webhooks/:platform/:shopKey/*': 'the address proves the shop',
  'GET /webhooks/:platform/:shopKey/*': 'the address identifies the shop, and the answer contains nothing',
  'GET /webhooks/:platform/uninstall': 'signed by the platform',
  'POST /webhooks/:platform/uninstall': 'signed by the platform',
  'GET /api/v1/:platform/oauth/callback': 'signed by the platform, or bound to an account by its state',
  'GET /api/v1/:platform/oauth/entry': 'signed by the platform, or of nobody',
  'GET /api/v1/:platform/oauth/begin/:state': 'bound to an account by its state, and to the browser by what it answers',
  'POST /api/v1/internal/scheduled-sync': 'has a secret of its own',
  'POST /api/v1/auth/sign-in': 'opens the accounts of whoever knows the password',
  'POST /api/v1/auth/sign-out': 'ends the own session',
  'GET /api/v1/auth/ways': 'the same for everybody',
  'POST /api/v1/auth/passkey/options': 'the same for everybody',
  'POST /api/v1/auth/passkey': 'opens the accounts of whoever has the passkey',
  'POST /api/v1/auth/oidc': 'leads to the identity provider',
  'GET /api/v1/auth/callback/oidc': 'signed by the identity provider',
  'POST /api/v1/auth/operator-link': 'opens what the link says, once',
  'POST /api/v1/auth/password-reset': 'the same for everybody',
  'POST /api/v1/auth/password-reset/finish': 'opens the accounts of whoever has the mail',
  'POST /api/v1/auth/invitation': 'shows what the link says',
  'POST /api/v1/auth/invitation/accept': 'opens what the link says, once',
  'POST /api/v1/me/leave': 'ends the own membership',
  'GET /dashboard/settings': 'shows texts only',
  'GET /connect/live.js': 'a script',
  'GET /connect/refused': 'shows texts only',
  'GET /connect/progress/:ref': 'the address proves the installation',
  'GET /connect/claim/:ref': 'the address proves the installation, and the cookie the account',
  'GET /connect/:token': 'the link proves the account',
  'GET /connect/:token/:platform': 'the link proves the account',
  'POST /connect/:token/:platform': 'the link proves the account',
  'GET /connect/:token/:platform/continue': 'the link proves the account',
  'GET /dashboard': 'leads to the page',
  'GET /dashboard/*': 'the page itself, which knows nobody',
  'GET /healthz': 'tells nothing',
  'GET /readyz': 'tells nothing of accounts',
  'GET /metrics': 'counts, never shops; has a token of its own',
  'GET /internal/scale': 'counts, never shops; has the token of the metrics',
  'GET /openapi.json': 'documentation',
  'GET /openapi-ingress.json': 'documentation',
  'GET /docs': 'documentation',
  'GET /docs/': 'documentation',
  'GET /docs/js/scalar.js': 'documentation',
}

const isBoard = (route: string) => / \/queues(\/|$)/.test(route)

/** What the id of a route names, by the collection it is in. */
const idOf: Record<string, keyof Belongings> = {
  ...{ shops: 'shop', runs: 'run', pushes: 'push', deliveries: 'delivery', installations: 'installation' },
  ...{
    'connect-links': 'link',
    'privacy-requests': 'privacy',
    quarantine: 'quarantined',
    keys: 'key',
    people: 'person',
    invitations: 'invitation',
  },
  replays: 'replay',
  alerts: 'alert',
}

/** Attempts on the routes that need an id and no body, so that new ones are tried as well. */
function generate(routes: readonly RouteOptions[]): Record<string, Attempt> {
  const generated = routes.flatMap((route) => {
    const [, collection = '', rest = ''] = /^\/api\/v1\/([\w-]+)\/:id(\/[\w/-]+)?$/.exec(route.url) ?? []
    const owned = idOf[collection]
    if (!owned || route.schema?.body) return []
    const ask = (method: string): Ask =>
      send(method as 'POST', (belongings) => `${api}/${collection}/${belongings[owned]}${rest}`)
    return namesOf(route).map((name): [string, Attempt] => [name, { ask: ask(name.split(' ')[0] ?? '') }])
  })
  return Object.fromEntries(generated)
}

const stage = await createStage()
afterAll(() => stage[Symbol.asyncDispose]())
const stranger = await stage.issueKey()
const owner = await stage.issueKey()
const owned = await settle(owner)
const visitors = await visitorsOf(stranger.accountId)
const colleagues = await visitorsOf(owner.accountId)
const attempts = { ...generate(stage.routes), ...written }

/** A person of each role in the account, signed in. */
async function visitorsOf(accountId: string) {
  const pairs = await Promise.all(
    memberRoles.map(async (role) => [role, (await stage.signIn(role, accountId)).headers] as const),
  )
  return Object.fromEntries(pairs) as Record<MemberRole, { cookie: string; origin: string }>
}

/** What the route of an attempt requires. */
function permissionOf(name: string): Permission | 'any' {
  const route = stage.routes.find((each) => namesOf(each).includes(name))
  return route?.config?.permission ?? defaultPermission(name.split(' ')[0] ?? '')
}

async function settle({ accountId }: Key): Promise<Belongings> {
  const { db } = stage
  const shop = await stage.connectShop(accountId, 'owned-shop')
  const { run } = await db.runs.create({ shopId: shop, type: 'full', trigger: 'manual', resources: ['orders'] })
  const [delivery] = await db.deliveries.record([
    {
      platform: 'shoprenter',
      deliveryId: 'd-1',
      shopId: shop,
      topic: 'order_confirm',
      contentType: 'application/json',
      body: 'e30=',
      triggeredAt: null,
      receivedAt: new Date(),
    },
  ])
  await db.subscriptions.setWanted(shop, ['order_confirm'])
  const { alert } = await db.alerts.countFailure({ shopId: shop, kind: 'test', detail: 'failed', threshold: 1 })
  const expiresAt = new Date(Date.now() + 60_000)
  const installation = await db.installations.create({
    platform: 'shoprenter',
    domain: 'owned-shop',
    accountId,
    expiresAt,
  })
  const { link } = await db.connectLinks.create({
    ...{ accountId, platforms: ['shoprenter'], language: null, returnUrl: null, shop: null, createdBy: 'key_0' },
    ttlMs: 60_000,
  })
  const gone = await stage.connectShop(accountId, 'gone-shop')
  await db.shops.uninstall(gone, { reason: 'test', dueAt: new Date() })
  const key = await db.apiKeys.issue({ accountId, role: 'member', name: 'owned' })
  const privacy = await db.privacy.open({
    ...{ deliveryId: delivery?.id ?? '', shopId: shop, kind: 'data_request', customerExternalId: '7' },
    ...{ receivedAt: new Date(), dueAt: new Date(Date.now() + 86_400_000) },
  })
  const unmapped = [{ table: 'orders', externalId: '7', raw: {} }]
  await db.mirror.writePage({ shopId: shop, rows: { origin: 'api', readAt: new Date(), rows: {}, unmapped } })
  const [quarantined] = await db.quarantine.list({ accountId, limit: 1 })
  const given = { key: 'k', kind: 'inventory.set', entity: 'inventory', object: { sku: 'A' }, payload: { quantity: 1 } }
  const replay = await db.replays.create({
    ...{ accountId, filter: {}, before: new Date(), requestedBy: key.id, deliveries: 1, objects: 1, calls: 0 },
    shops: [{ shopId: shop, deliveries: 1 }],
  })
  const [push] = await db.pushes.accept(shop, [given])
  await db.objectLinks.link(shop, { entity: 'orders', ownId: 'owned', externalId: '8' })
  return {
    push: push?.id ?? '',
    quarantined: quarantined?.id ?? '',
    privacy: privacy ?? '',
    shop,
    run: run.id,
    delivery: delivery?.id ?? '',
    installation,
    link: link.id,
    key: key.id,
    ...(await settlePeople(accountId)),
    replay,
    account: accountId,
    alert: alert?.id ?? '',
  }
}

/** A member with a session and a passkey, and an invitation. */
async function settlePeople(accountId: string) {
  const { db, sql } = stage
  const { userId } = await stage.signIn('member', accountId)
  const invited = { accountId, email: 'invited@example.com', role: 'viewer', invitedBy: null, ttlMs: 60_000 } as const
  const [session] = await db.sessions.list(userId)
  await sql`
    insert into passkeys (id, user_id, public_key, credential_id, counter, device_type, backed_up)
    values ('psk_owned', ${userId}, 'x', 'x', 0, 'x', false)`
  await db.audit.record({
    ...{ userId, email: 'someone@example.com', accountId, operation: 'listShops', targets: {}, outcome: 'done' },
    ...{ status: 200, ipAddress: null, requestId: 'r' },
  })
  const { id: invitation } = await db.invitations.create(invited)
  return { person: userId, session: session?.id ?? '', passkey: 'psk_owned', invitation }
}

function namesOf({ method, url }: RouteOptions): string[] {
  return [method].flat().flatMap((each) => (each === 'HEAD' ? [] : [`${each} ${url}`]))
}

test('every route is either tried by another account or known to reach no account', () => {
  const names = new Set(stage.routes.flatMap(namesOf))
  expect(names.size).toBeGreaterThan(40)
  const forgotten = [...names].filter((name) => !(name in attempts) && !(name in open) && !isBoard(name))
  expect(forgotten).toEqual([])
  const gone = [...Object.keys(attempts), ...Object.keys(open)].filter((name) => !names.has(name))
  expect(gone).toEqual([])
})

describe('another account', () => {
  test.each(Object.entries(attempts))('%s by key', async (_name, { ask, expect: check = denied }) => {
    check(await stage.app.inject({ ...ask(owned), headers: stranger.headers }), owned)
  })

  const byPeople = Object.entries(attempts).flatMap(([name, attempt]) =>
    memberRoles.map((role) => ({ name, role, ...attempt })),
  )
  test.each(byPeople)('$name by a person, $role', async ({ name, role, ask, expect: check = denied }) => {
    const answer = await stage.app.inject({ ...ask(owned), headers: visitors[role] })
    if (isAllowed(role, name)) check(answer, owned)
    else refusesRole(answer)
  })

  test('has changed nothing by trying', async () => {
    expect(await stage.db.shops.find(owned.shop)).toMatchObject({ status: 'active' })
    expect(await stage.db.runs.find(owned.run)).toMatchObject({ status: 'queued' })
    expect(await stage.db.alerts.find(owned.alert, null)).toMatchObject({ acknowledgedAt: null, mutedUntil: null })
    expect(await stage.db.replays.find(owned.replay, null)).toMatchObject({ status: 'running' })
    expect(await stage.db.shopSettings.get(owned.shop)).toMatchObject({ frequency: '15m', pushSettings: {} })
    expect(await stage.db.pushes.list({ accountId: null, limit: 10 })).toMatchObject([{ status: 'pending' }])
    expect(await stage.db.objectSwitches.list(owned.shop, { limit: 10 })).toEqual([])
    const links = await stage.db.objectLinks.list(owned.shop, { entity: 'orders', limit: 10 })
    expect(links).toMatchObject([{ ownId: 'owned', externalId: '8' }])
    const accountId = (await stage.db.shops.find(owned.shop))?.accountId ?? ''
    expect(await stage.db.connectLinks.find(owned.link)).toMatchObject({ revokedAt: null })
    expect((await stage.db.apiKeys.list({ accountId, roles: ['member'] }))[0]?.revokedAt).toBeNull()
  })
})

describe('a colleague whose role is too low', () => {
  const tooLow = Object.keys(attempts).flatMap((name) =>
    memberRoles.filter((role) => !isAllowed(role, name)).map((role) => ({ name, role })),
  )
  test.each(tooLow)('$name, $role', async ({ name, role }) => {
    refusesRole(await stage.app.inject({ ...attempts[name]?.ask(owned), headers: colleagues[role] }))
  })

  test('exists for everything that is more than reading', () => {
    expect(tooLow.length).toBeGreaterThan(30)
    expect(new Set(tooLow.map(({ role }) => role))).toEqual(new Set(['viewer', 'member', 'admin', 'owner']))
  })
})

test("a page of another site changes nothing with a person's cookie", async () => {
  const changes = Object.entries(attempts).filter(([name]) => !name.startsWith('GET '))
  for (const headers of [
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'null' },
    {},
  ])
    for (const [, { ask }] of changes) {
      const answer = await stage.app.inject({ ...ask(owned), headers: { cookie: colleagues.owner.cookie, ...headers } })
      expect([answer.statusCode, answer.json().type]).toEqual([403, 'urn:shopmirror:problem:cross-site'])
    }
})

describe('nobody', () => {
  test.each(Object.entries(attempts))('%s', async (_name, { ask }) => {
    const answer = await stage.app.inject(ask(owned))
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer'])
  })
})

describe('Bull Board', () => {
  const basic = ({ key }: Key) => ({ authorization: `Basic ${Buffer.from(`operator:${key}`).toString('base64')}` })

  test('every route of it is for operators', async () => {
    const routes = stage.routes.flatMap(namesOf).filter(isBoard)
    expect(routes.length).toBeGreaterThan(10)
    for (const route of routes) {
      const [method = 'GET', url = ''] = route.split(' ')
      const address = url.replaceAll(/:\w+/g, 'inbox').replace('*', 'x')
      const ask = (headers: Record<string, string>) =>
        stage.app.inject({ method: method as 'GET', url: address, headers })
      expect((await ask({})).statusCode).toBe(401)
      expect((await ask(stranger.headers)).statusCode).toBe(403)
    }
  })

  test('opens in a browser with the key as the password, and prompts for it', async () => {
    const operator = await stage.issueKey('operator')
    expect((await stage.app.inject('/queues')).headers['www-authenticate']).toContain('Basic')
    const page = await stage.app.inject({ url: '/queues', headers: basic(operator) })
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  })

  test('shows jobs without their payload', async () => {
    const operator = await stage.issueKey('operator')
    await stage.queues.inbox.add('webhook.receive', { deliveries: [{ body: 'c2VjcmV0', shopId: owned.shop }] })
    const list = await stage.app.inject({
      url: '/queues/api/queues?activeQueue=inbox&status=waiting&page=1&jobsPerPage=10',
      headers: basic(operator),
    })
    expect(list.body).toContain(owned.shop)
    expect(list.body).not.toContain('c2VjcmV0')
  })

  test("rejects changes from another site's page", async () => {
    const headers = { ...basic(await stage.issueKey('operator')), 'sec-fetch-site': 'cross-site' }
    const answer = await stage.app.inject({ method: 'PUT', url: '/queues/api/queues/inbox/pause', headers })
    expect(answer.statusCode).toBe(403)
    expect(await stage.queues.inbox.isPaused()).toBe(false)
  })
})
