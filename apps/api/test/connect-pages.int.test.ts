import { signedQuery } from '@shopmirror/sandbox/shoprenter/testing'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { languages } from '../src/http/languages.ts'
import { buttonOf, createPerson, fieldOf, locationOf, type Person, stateOf, titleOf } from './connect-person.ts'
import { loadSelectedPlatform } from './merchant-selected-platform.ts'
import { callbackQuery, entryQuery, signedPlatform } from './signed-platform.ts'
import { createStage, type Key, SHOPRENTER_SECRET } from './stage.ts'

const MINUTE_MS = 60_000
const BACK = 'https://app.example.com/back'
let now = Date.parse('2026-11-29T10:00:00Z')
const stage = await createStage({
  platforms: [
    signedPlatform,
    loadSelectedPlatform({ SELECTED_CLIENT_ID: 'client', SELECTED_REDIRECT_URL: 'https://mirror.example.com/back' }),
    { ...loadSelectedPlatform({ SELECTED_CLIENT_ID: 'client' }, 'wayless') },
  ],
  now: () => new Date(now),
})
afterAll(() => stage[Symbol.asyncDispose]())

let key: Key
let person: Person
let shops = 0
let domain: string
let codes = 0
beforeEach(async () => {
  key = await stage.issueKey()
  person = createPerson(stage.app)
  shops += 1
  domain = `bolt-${shops}`
})

interface LinkData {
  id: string
  url: string
}
async function link(payload: object = {}, { headers } = key): Promise<LinkData> {
  const answer = await stage.app.inject({
    ...{ method: 'POST', url: '/api/v1/connect-links', headers },
    payload: { platforms: ['signed', 'selected', 'shoprenter'], return_url: BACK, ...payload },
  })
  const { id, url } = answer.json().data
  return { id, url: new URL(url).pathname }
}
const statusOf = async (id: string) => {
  const { data } = (await stage.app.inject({ url: '/api/v1/connect-links', headers: key.headers })).json()
  return data.find((each: LinkData) => each.id === id)?.status
}
const callback = (who: Person, state: string, shop = domain) =>
  who.get(`/api/v1/signed/oauth/callback?${callbackQuery(shop, state)}`)
const connected = (shop = domain, platform = 'signed') => stage.db.shops.findConnected(platform, shop)

/** As ShopRenter signs, each call with a new code. */
function signed(shop: string, more: Record<string, string> = {}): string {
  codes += 1
  const timestamp = Math.floor(now / 1_000)
  const call = {
    shopname: shop,
    code: `c0de${codes}`,
    timestamp,
    secret: SHOPRENTER_SECRET,
    order: 'documented',
  } as const
  const query = signedQuery(call)
  for (const [name, value] of Object.entries(more)) query.set(name, value)
  return query.toString()
}

/** The worker's part: the shop is set up. */
async function setUp(shop = domain, platform = 'signed'): Promise<string> {
  const found = await connected(shop, platform)
  if (!found) throw new Error(`${shop} is not connected.`)
  const installation = await stage.db.installations.latestOf(found.id)
  await stage.db.shops.setAccess({ shopId: found.id, version: null, access: 'active' })
  await stage.db.installations.finish(installation?.id ?? '')
  if (installation?.connectLinkId) await stage.db.connectLinks.markUsed(installation.connectLinkId)
  return found.id
}

describe('a link', () => {
  test('offers its platforms, asks for the shop with its suffix, and explains four steps', async () => {
    const { url } = await link()
    const choice = await person.get(url)
    for (const name of ['Signed', 'Selected', 'ShopRenter']) expect(choice.body).toContain(`>${name}</a>`)
    const page = await person.get(`${url}/signed`)
    expect(titleOf(page)).toBe('Connect your Signed shop')
    expect(page.body).toContain('.signed.example.com</span>')
    expect(page.body.match(/<li class="/g)).toHaveLength(4)
  })

  test('of one platform skips the choice', async () => {
    const { url } = await link({ platforms: ['signed'] })
    expect(titleOf(await person.get(url))).toBe('Connect your Signed shop')
  })

  test('leads to the consent page of the shop that was entered, and from there to its progress', async () => {
    const { url, id } = await link()
    const page = await person.start(url, 'signed', domain)
    expect(page.body).toContain(`${domain}.signed.example.com`)
    expect(buttonOf(page)).toMatch(new RegExp(`^https://${domain}\\.signed\\.example\\.com/oauth\\?state=[\\w-]{43}$`))
    const back = await callback(person, stateOf(page))
    expect(locationOf(back)).toMatch(/^https:\/\/mirror\.example\.com\/connect\/progress\/ins_/)
    expect(await connected()).toMatchObject({ accountId: key.accountId })
    expect(titleOf(await person.get(locationOf(back)))).toBe('Your shop is being connected')
    await setUp()
    expect(await statusOf(id)).toBe('used')
    const done = await person.get(locationOf(back))
    expect([titleOf(done), buttonOf(done)]).toEqual([expect.stringContaining('is connected'), BACK])
  })

  test.each(['', '   '])('asks again when nothing was entered: %j', async (shop) => {
    const { url } = await link()
    const page = await person.enter(url, 'signed', shop)
    expect([page.statusCode, page.body]).toEqual([422, expect.stringContaining('Enter the name of your shop.')])
  })

  test.each(['not a shop!', '<script>alert(1)</script>', '"><img src=x>', 'x'.repeat(3_000)])(
    'takes no impossible name, and shows it only as text: %s',
    async (shop) => {
      const { url } = await link()
      const page = await person.enter(url, 'signed', shop)
      expect([page.statusCode, page.body]).toEqual([
        422,
        expect.stringContaining('like this: my-shop.signed.example.com'),
      ])
      expect(page.body).not.toMatch(/<script>alert|<img/)
      expect(await stage.sql`select from oauth_states where domain = ${shop}`).toHaveLength(0)
    },
  )

  test.each([
    [`https://${'x'}.myshoprenter.hu/admin`, 'x'],
    ['  MINTA.myshoprenter.hu ', 'minta'],
    ['Minta', 'minta'],
  ])('forgives how the name is entered: %s', async (entered, shop) => {
    const { url } = await link()
    const page = await person.start(url, 'shoprenter', entered)
    expect(page.body).toContain(`${shop}.myshoprenter.hu`)
  })

  test('without the platform’s setting says whom to tell', async () => {
    const { url } = await link({ platforms: ['wayless'] })
    const page = await person.start(url, 'wayless')
    expect(titleOf(page)).toContain('cannot be connected at the moment')
    expect(buttonOf(page)).toBe(BACK)
  })
})

describe('languages', () => {
  test('are the address’s, else the link’s, else the browser’s', async () => {
    const hungarian = await link({ language: 'hu' })
    const any = await link()
    const german = { 'accept-language': 'de' }
    expect((await person.get(hungarian.url, german)).headers['content-language']).toBe('hu')
    expect((await person.get(any.url, german)).headers['content-language']).toBe('de')
    expect((await person.get(`${hungarian.url}?lang=en`, german)).headers['content-language']).toBe('en')
  })

  test('stay as chosen after the consent', async () => {
    const { url } = await link({ language: 'hu' })
    const page = await person.get(`${url}/signed?lang=de`)
    const entered = await person.post(`${url}/signed?lang=de`, { form: fieldOf(page), shop: domain })
    const back = await callback(person, stateOf(await person.get(locationOf(entered))))
    expect((await person.get(locationOf(back))).headers['content-language']).toBe('de')
  })
})

describe('nobody else can use a link for', () => {
  test('a shop whose merchant did not start the attempt: the consent counts in the browser that started it', async () => {
    const { url } = await link()
    const state = stateOf(await person.start(url, 'signed', domain))
    const victim = createPerson(stage.app)
    expect(locationOf(await callback(victim, state))).toContain('reason=browser')
    expect(await connected()).toBeNull()
    // The merchant who started it is not hindered by that.
    expect(locationOf(await callback(person, state))).toContain('/connect/progress/')
  })

  test('another shop than the one that was entered', async () => {
    const { url } = await link()
    const state = stateOf(await person.start(url, 'signed', domain))
    expect(locationOf(await callback(person, state, 'other-shop'))).toContain('reason=state')
    expect(await connected('other-shop')).toBeNull()
  })

  test('an attempt of another person: forms of other sites are not taken', async () => {
    const { url } = await link()
    const page = await person.get(`${url}/signed`)
    const form = { form: fieldOf(page), shop: domain }
    const attempts = [
      person.post(`${url}/signed`, form, { 'sec-fetch-site': 'cross-site' }),
      person.post(`${url}/signed`, form, { 'sec-fetch-site': 'same-site' }),
      person.post(`${url}/signed`, { shop: domain }),
      person.post(`${url}/signed`, { ...form, form: 'x'.repeat(32) }),
      createPerson(stage.app).post(`${url}/signed`, form),
    ]
    for (const answer of await Promise.all(attempts)) {
      expect([answer.statusCode, answer.body]).toEqual([403, expect.stringContaining('press the button once more')])
      expect(fieldOf(answer)).not.toBe('')
    }
    expect(await stage.sql`select from oauth_states where domain = ${domain}`).toHaveLength(0)
  })

  test('an installation in a shop’s admin that its merchant did not ask for', async () => {
    const { url } = await link()
    await person.start(url, 'shoprenter', domain)
    const victim = createPerson(stage.app)
    const answer = await victim.get(`/api/v1/shoprenter/oauth/callback?${signed(domain)}`)
    expect(locationOf(answer)).toContain('sr_install=')
    expect(await connected(domain, 'shoprenter')).toBeNull()
  })

  test('an installation of another shop, in the browser that asked for one', async () => {
    const { url } = await link()
    await person.start(url, 'shoprenter', domain)
    await person.get(`/api/v1/shoprenter/oauth/callback?${signed('other-admin')}`)
    expect(await connected('other-admin', 'shoprenter')).toBeNull()
  })
})

describe('a link works once', () => {
  test('a second shop is refused, in the same browser and in another', async () => {
    const { url } = await link()
    const other = createPerson(stage.app)
    const states = [await person.start(url, 'signed', domain), await other.start(url, 'signed', `${domain}-b`)].map(
      stateOf,
    )
    await callback(person, states[0] ?? '')
    const refused = await callback(other, states[1] ?? '', `${domain}-b`)
    expect(locationOf(refused)).toContain('reason=link-used')
    expect(await connected(`${domain}-b`)).toBeNull()
    await setUp()
    for (const who of [other, createPerson(stage.app)]) {
      const page = await who.get(url)
      expect([page.statusCode, titleOf(page), buttonOf(page)]).toEqual([410, 'This link has already been used', BACK])
      expect(page.body).not.toContain(domain)
    }
    expect((await other.enter(url, 'signed', `${domain}-c`)).statusCode).toBe(410)
  })

  test('of two shops at the same moment one is connected', async () => {
    const { url } = await link()
    const people = [person, createPerson(stage.app), createPerson(stage.app)]
    const names = people.map((_, index) => `${domain}-${index}`)
    const states: string[] = []
    for (const [index, who] of people.entries()) states.push(stateOf(await who.start(url, 'signed', names[index])))
    const answers = await Promise.all(people.map((who, index) => callback(who, states[index] ?? '', names[index])))
    const ends = answers.map((answer) => locationOf(answer).includes('/connect/progress/'))
    expect(ends.filter(Boolean)).toHaveLength(1)
  })

  test('a second consent for the same shop is refused once the first has succeeded', async () => {
    const { url } = await link()
    const first = stateOf(await person.start(url, 'signed', domain))
    const second = stateOf(await person.start(url, 'signed', domain))
    await callback(person, second)
    await setUp()
    const again = createPerson(stage.app)
    expect((await again.get(url)).statusCode).toBe(410)
    expect(locationOf(await callback(person, first))).toContain('reason=')
  })

  test('a callback that is loaded again shows the progress of its first time', async () => {
    const { url } = await link()
    const state = stateOf(await person.start(url, 'signed', domain))
    const first = locationOf(await callback(person, state))
    const again = locationOf(await callback(person, state))
    expect(again).toContain('reason=state')
    const [ref = never()] = /ins_[^?]+/.exec(first) ?? []
    expect(locationOf(await person.get(again))).toContain(ref)
  })

  test('but as often as it takes: an install that failed can be repeated, with the same shop alone', async () => {
    const { url, id } = await link()
    const first = await callback(person, stateOf(await person.start(url, 'signed', domain)))
    const shop = await connected()
    const failed = await stage.db.installations.latestOf(shop?.id ?? '')
    await stage.db.installations.fail(failed?.id ?? '', 'refused', 'access')
    expect(await statusOf(id)).toBe('open')
    const page = await person.get(locationOf(first))
    expect(buttonOf(page)).toContain(`${url}/signed`)
    const other = await person.enter(url, 'signed', `${domain}-b`)
    expect([other.statusCode, titleOf(other)]).toEqual([409, 'This link has already been used'])
    const back = await callback(person, stateOf(await person.start(url, 'signed', domain)))
    expect(locationOf(back)).toContain('/connect/progress/')
  })

  test('a shop that cannot be connected leaves the link to another one', async () => {
    const taken = `${domain}-taken`
    await stage.db.shops.connect({ accountId: (await stage.issueKey()).accountId, platform: 'signed', domain: taken })
    const { url } = await link()
    const refused = await callback(person, stateOf(await person.start(url, 'signed', taken)), taken)
    const page = await person.get(locationOf(refused))
    expect([titleOf(page), buttonOf(page)]).toEqual([
      'This shop belongs to another account',
      expect.stringContaining(`${url}/signed`),
    ])
    await callback(person, stateOf(await person.start(url, 'signed', domain)))
    expect(await connected()).toMatchObject({ accountId: key.accountId })
  })
})

describe('a link of a shop', () => {
  async function reconnect(platform = 'signed') {
    const shop = await stage.db.shops.connect({ accountId: key.accountId, platform, domain })
    await stage.db.shops.setAccess({ shopId: shop.shop.id, version: null, access: 'reauth_required' })
    return { shopId: shop.shop.id, ...(await link({ shop: shop.shop.id, platforms: undefined })) }
  }

  test('names it, asks for nothing, and connects it again', async () => {
    const { url, shopId } = await reconnect()
    const page = await person.get(url)
    expect([titleOf(page), page.body]).toEqual(['Connect your shop again', expect.stringContaining(`${domain}.signed`)])
    expect(page.body).not.toContain('name="shop"')
    await callback(person, stateOf(await person.start(url, 'signed')))
    expect((await stage.db.installations.latestOf(shopId))?.connectLinkId).not.toBeNull()
  })

  test('connects no other, whatever its form says', async () => {
    const { url } = await reconnect()
    const page = await person.start(url, 'signed', 'another-shop')
    expect(buttonOf(page)).toContain(`https://${domain}.signed.example.com/`)
    expect(locationOf(await callback(person, stateOf(page), 'another-shop'))).toContain('reason=state')
    expect(await connected('another-shop')).toBeNull()
    expect(titleOf(await person.get(`${url}/selected`))).toBe('Connect your shop again')
  })

  test('offers no other platform', async () => {
    const { url } = await reconnect()
    expect((await person.enter(url, 'selected')).headers.location).toBeUndefined()
  })

  test('where the shop is selected at the platform, the code is bound to the link', async () => {
    const { url, id, shopId } = await reconnect('selected')
    await stage.sql`update shops set name = 'The Name' where id = ${shopId}`
    expect((await person.get(url)).body).toContain('renew its access to The Name.')
    const page = await person.start(url, 'selected')
    expect(new URL(buttonOf(page)).searchParams.get('domain')).toBe(domain)
    const back = await person.get('/api/v1/selected/oauth/callback?code=c0de')
    expect(locationOf(back)).toContain('/connect/progress/')
    const [newest] = await stage.db.installations.list({ accountId: key.accountId, limit: 1 })
    expect(newest).toMatchObject({ connectLinkId: id, domain: null, shopId: null })
  })
})

describe('a link that can no longer be used', () => {
  test.each([
    ['has expired', 'link-expired', 'This link has expired'],
    ['was revoked', 'link-revoked', 'This link has been withdrawn'],
  ])('because it %s, says so, also after the consent', async (_what, reason, title) => {
    const { url, id } = await link()
    const state = stateOf(await person.start(url, 'signed', domain))
    const selected = createPerson(stage.app)
    await selected.start(url, 'selected')
    const admin = createPerson(stage.app)
    await admin.start(url, 'shoprenter', domain)
    if (reason === 'link-revoked')
      await stage.app.inject({ method: 'DELETE', url: `/api/v1/connect-links/${id}`, headers: key.headers })
    // The attempts themselves are still valid.
    else await stage.sql`update connect_links set expires_at = ${iso(now - 1)} where id = ${id}`
    const answers = [
      await callback(person, state),
      await selected.get('/api/v1/selected/oauth/callback?code=c0de'),
      await admin.get(`/api/v1/shoprenter/oauth/callback?${signed(domain)}`),
    ]
    for (const answer of answers) expect(locationOf(answer)).toContain(`reason=${reason}`)
    expect([await connected(), await connected(domain, 'shoprenter')]).toEqual([null, null])
    for (const page of [await person.get(url), await person.get(locationOf(answers[0] ?? never()))])
      expect([titleOf(page), buttonOf(page)]).toEqual([title, BACK])
    expect((await person.enter(url, 'signed', domain)).statusCode).toBe(410)
  })

  test.each(['x'.repeat(43), 'short', '%00'])('or never could: %s', async (token) => {
    for (const path of ['', '/signed', '/signed/continue']) {
      const page = await person.get(`/connect/${token}${path}`)
      expect([page.statusCode, titleOf(page)]).toEqual([404, 'This link does not work'])
    }
  })

  test('an address that is far too long is a page, too', async () => {
    const page = await person.get(`/connect/${'a'.repeat(200)}`)
    expect([page.statusCode, page.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
  })

  test('an attempt that is too old is started again from the link', async () => {
    const { url } = await link()
    const state = stateOf(await person.start(url, 'signed', domain))
    now += 11 * MINUTE_MS
    const page = await person.get(locationOf(await callback(person, state)))
    expect([titleOf(page), buttonOf(page)]).toEqual([
      'This link is no longer valid',
      expect.stringContaining(`${url}/signed`),
    ])
  })
})

describe('declined', () => {
  test('leads back to the same link, which works', async () => {
    const { url } = await link()
    await person.start(url, 'selected')
    const page = await person.get(locationOf(await person.get('/api/v1/selected/oauth/callback?error=access_denied')))
    expect([titleOf(page), buttonOf(page)]).toEqual([
      'The app was not approved',
      expect.stringContaining(`${url}/selected`),
    ])
    expect(page.body).toContain(BACK)
    await person.start(url, 'selected')
    expect(locationOf(await person.get('/api/v1/selected/oauth/callback?code=c0de'))).toContain('/connect/progress/')
  })

  test('the plan’s limit is not the merchant’s: whom to tell', async () => {
    await stage.sql`insert into plans (id, max_shops) values ('none', 0) on conflict do nothing`
    await stage.sql`update accounts set plan_id = 'none' where id = ${key.accountId}`
    const { url } = await link()
    const page = await person.get(
      locationOf(await callback(person, stateOf(await person.start(url, 'signed', domain)))),
    )
    const name = (await stage.db.accounts.find(key.accountId))?.name ?? never()
    expect(page.body).toContain(`${name} cannot take another shop`)
    expect(buttonOf(page)).toContain(`${url}/signed`)
  })
})

describe('an install in the shop’s admin', () => {
  const install = (who = person, more = {}) => who.get(`/api/v1/shoprenter/oauth/callback?${signed(domain, more)}`)
  const open = (who: Person, headers: Record<string, string> = {}) =>
    who.get(`/api/v1/shoprenter/oauth/entry?${signed(domain)}`, headers)

  test('connects the shop when its merchant comes back, without anybody signed in', async () => {
    const { url } = await link()
    const waiting = await person.start(url, 'shoprenter', domain)
    expect(titleOf(waiting)).toBe('Now install the app in your shop')
    expect(buttonOf(waiting)).toBe(`https://${domain}.myshoprenter.hu/admin`)
    expect(waiting.body).toContain('<noscript><meta http-equiv="refresh"')
    const installed = await install()
    expect(locationOf(installed)).toMatch(
      new RegExp(`^https://${domain}\\.myshoprenter\\.hu/admin/app/77\\?sr_install=ins_`),
    )
    expect(await connected(domain, 'shoprenter')).toMatchObject({ accountId: key.accountId })
    for (const path of ['/shoprenter/continue', '/shoprenter/continue?lang=hu'])
      expect(locationOf(await person.get(`${url}${path}`))).toContain('/connect/progress/')
    expect(locationOf(await open(person))).toContain('/connect/progress/')
  })

  test('in a frame shows the way to the progress', async () => {
    const { url } = await link()
    await person.start(url, 'shoprenter', domain)
    await install()
    const framed = await open(createPerson(stage.app), { 'sec-fetch-dest': 'iframe' })
    expect(framed.headers['content-security-policy']).toContain(`frame-ancestors https://${domain}.myshoprenter.hu`)
    expect(framed.body).toMatch(/<a href="https:\/\/mirror\.example\.com\/connect\/progress\/ins_[^"]+" target="_top">/)
  })

  test('that was not recognized in a frame is connected by the button that leaves it', async () => {
    const { url } = await link()
    await person.start(url, 'shoprenter', domain)
    const framed = await open(createPerson(stage.app), { 'sec-fetch-dest': 'iframe' })
    const address = /<a href="([^"]+\/connect\/claim\/[^"]+)" target="_top">/.exec(framed.body)?.[1] ?? never()
    // Without the attempt it is for people with an account.
    const stranger = await createPerson(stage.app).get(address)
    expect(locationOf(stranger)).toMatch(/^https:\/\/mirror\.example\.com\/dashboard\/claim\?sr_install=ins_/)
    expect(locationOf(await person.get(address))).toContain('/connect/progress/')
    expect(await connected(domain, 'shoprenter')).toMatchObject({ accountId: key.accountId })
    expect(locationOf(await person.get(address))).toContain('/connect/progress/')
  })

  test('renews the access of a shop that lost it, when the app is opened', async () => {
    const { shop } = await stage.db.shops.connect({ accountId: key.accountId, platform: 'shoprenter', domain })
    await stage.db.shops.setAccess({ shopId: shop.id, version: null, access: 'reauth_required' })
    expect(locationOf(await open(person))).toContain('/connect/progress/')
    const installation = await stage.db.installations.latestOf(shop.id)
    expect(installation).toMatchObject({ accountId: key.accountId, finishedAt: null })
  })
})

describe('an install at the platform', () => {
  test('in the browser of an attempt continues with the link', async () => {
    const { url } = await link()
    const state = stateOf(await person.start(url, 'signed', domain))
    const opened = await person.get(`/api/v1/signed/oauth/entry?${entryQuery(domain)}`)
    expect(locationOf(opened)).toContain(state)
    await callback(person, state)
    expect(await connected()).toMatchObject({ accountId: key.accountId })
  })

  test('without a link has to be claimed, and the page leads there', async () => {
    const page = await person.get(`/api/v1/shoprenter/oauth/entry?${signed(domain)}`)
    expect(page.body).toMatch(/<a href="https:\/\/mirror\.example\.com\/connect\/claim\/[^"]+" target="_top">/)
  })
})

describe('the progress', () => {
  test('is shown at an address that cannot be guessed, for a day, and tells nothing of other shops', async () => {
    const { url } = await link()
    const address = locationOf(await callback(person, stateOf(await person.start(url, 'signed', domain))))
    const ref = /progress\/([^?]+)/.exec(address)?.[1] ?? never()
    const [id] = ref.split('.')
    const changed = `${ref.slice(0, -1)}${ref.endsWith('A') ? 'B' : 'A'}`
    for (const wrong of [id, `${id}.`, changed, `${ref}.x`, `ins_other.${ref.split('.')[1]}`])
      expect((await person.get(`/connect/progress/${wrong}`)).statusCode, String(wrong)).toBe(410)
    await stage.connectShop(key.accountId, 'unrelated-shop')
    const other = createPerson(stage.app)
    const page = await other.get(address)
    expect([page.statusCode, page.body.includes('unrelated-shop')]).toEqual([200, false])
    await stage.sql`update installations set created_at = ${iso(now - 25 * 60 * MINUTE_MS)} where id = ${id ?? ''}`
    expect((await person.get(address)).statusCode).toBe(410)
  })

  test('counts what was read, in the reader’s numbers, until all is read', async () => {
    const { url } = await link()
    const address = locationOf(await callback(person, stateOf(await person.start(url, 'signed', domain))))
    const shopId = await setUp()
    const resources = ['products', 'orders']
    const { run } = await stage.db.runs.create({ shopId, type: 'full', trigger: 'install', resources })
    await stage.db.runs.begin(run.id)
    await stage.sql`update sync_run_resources set status = 'running', noted = 12345, announced = 20000
      where run_id = ${run.id} and resource = 'products'`
    const reading = await person.get(`${address}&lang=de`)
    expect(reading.body).toContain('<b>Produkte</b><i>12.345 von 20.000</i>')
    expect(reading.body).toContain('<progress aria-label="Produkte" max="20000" value="12345">')
    expect(reading.body).toContain('<b>Bestellungen</b><i>wartet</i>')
    expect(reading.body).toContain('<noscript><meta http-equiv="refresh"')
    await stage.sql`update sync_run_resources set status = 'succeeded' where run_id = ${run.id}`
    await stage.db.runs.finish(run.id, 1, 'succeeded')
    const done = await person.get(`${address}&lang=de`)
    expect(titleOf(done)).toContain('auf dem neuesten Stand')
    expect(done.body).not.toContain('data-live')
    expect(done.body).not.toContain('http-equiv="refresh"')
  })

  test.each([
    ['shop-taken', 'This shop belongs to another account'],
    ['other-shop', 'This link is for another shop'],
    ['link-used', 'This link has already been used'],
    ['access', 'The shop did not grant access'],
    ['state', 'This link is no longer valid'],
    [null, 'The shop could not be connected'],
  ])('says why an install failed: %s', async (refusal, title) => {
    const { url } = await link()
    await person.start(url, 'selected')
    const address = locationOf(await person.get('/api/v1/selected/oauth/callback?code=c0de'))
    const [installation] = await stage.db.installations.list({ accountId: key.accountId, limit: 1 })
    await stage.db.installations.fail(installation?.id ?? '', 'refused', refusal)
    const page = await person.get(address)
    expect([titleOf(page), buttonOf(page)]).toEqual([title, expect.stringContaining(`${url}/selected`)])
    // Another browser has not the link, and sees no way to it.
    expect(buttonOf(await createPerson(stage.app).get(address))).toBe(BACK)
  })

  test('of a shop that was disconnected since says so', async () => {
    const { url } = await link()
    const address = locationOf(await callback(person, stateOf(await person.start(url, 'signed', domain))))
    await stage.db.shops.uninstall(await setUp(), { reason: 'test', dueAt: new Date(now) })
    expect(titleOf(await person.get(address))).toBe('The shop is no longer connected')
  })
})

describe('every page', () => {
  async function pages(language: string): Promise<Record<string, string>> {
    const who = createPerson(stage.app)
    const { url } = await link()
    const shop = `${domain}-${language}`
    const [consent, admin] = [createPerson(stage.app), createPerson(stage.app)]
    const next = await consent.start(url, 'signed', shop)
    await admin.start(url, 'shoprenter', shop)
    const progress = new URL(locationOf(await callback(consent, stateOf(next), shop)))
    const at = (path: string) => `${path}${path.includes('?') ? '&' : '?'}lang=${language}`
    const all: [string, Person, string][] = [
      ['choice', who, at(url)],
      ['shop', who, at(`${url}/signed`)],
      ['direct', who, at(`${url}/selected`)],
      ['admin', admin, at(`${url}/shoprenter/continue`)],
      ['progress', consent, at(`${progress.pathname}${progress.search}`)],
      ['refused', consent, at('/connect/refused?tab=signed&signed=error&reason=declined')],
      ['unknown', who, at(`/connect/${'x'.repeat(43)}`)],
    ]
    const bodies: Record<string, string> = {}
    for (const [name, by, address] of all) {
      const { body, headers } = await by.get(address)
      expect([name, headers['content-language']]).toEqual([name, language])
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
      expect(headers['content-security-policy']).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/]+=*'; (script-src 'self'; connect-src 'self'; )?base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
      )
      expect(Buffer.byteLength(body), name).toBeLessThan(60_000)
      bodies[name] = body
    }
    return bodies
  }

  test('exists in three languages, is small, loads nothing of others and has no inline script or style', async () => {
    const written: Record<string, Record<string, string>> = {}
    for (const language of languages) written[language] = await pages(language)
    for (const name of Object.keys(written.en ?? {})) {
      const bodies = languages.map((language) => written[language]?.[name] ?? '')
      for (const body of bodies) {
        expect(body, name).not.toMatch(
          /<script(?! src="\/connect\/live\.js")|\sstyle="|\son\w+="|[{}]account|src="http/,
        )
        expect(body.match(/<h1/g), name).toHaveLength(1)
      }
      const titles = bodies.map((body) => /<h1[^>]*>(.*?)<\/h1>/.exec(body)?.[1])
      expect(new Set(titles).size, name).toBe(languages.length)
    }
  })

  test('keeps its cookies from scripts and from other sites, and no token reaches the log', async () => {
    const { url } = await link()
    const form = await person.get(`${url}/signed`)
    const entered = await person.enter(url, 'signed', domain)
    const cookies = [form, entered].flatMap(({ headers }) => [headers['set-cookie'] ?? []].flat())
    expect(cookies).toHaveLength(3)
    for (const cookie of cookies) expect(cookie).toMatch(/; HttpOnly; SameSite=(Lax|Strict); Secure$/)
    const token = url.split('/').at(-1) ?? never()
    await person.get(`${url}/nowhere/at/all`)
    const log = JSON.stringify(stage.lines)
    expect(log).not.toContain(token)
    for (const cookie of person.cookies()) expect(log).not.toContain(cookie.split('=')[1]?.split('.')[0])
  })

  test('is limited by address', async () => {
    const { url } = await link()
    const statuses: number[] = []
    for (let index = 0; index < 22; index++) statuses.push((await person.post(`${url}/signed`, {})).statusCode)
    expect(statuses.slice(20)).toEqual([429, 429])
  })
})

function iso(time: number): string {
  return new Date(time).toISOString()
}

function never(): never {
  throw new Error('This is missing.')
}
