import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DescribedRoute, type Document, documentPaths, exampleOf, routesOf } from './described.ts'
import { createStage, type Stage } from './stage.ts'
import { createTokenPlatform } from './token-platform.ts'

/** Postgres takes none of these, or gives back something else. */
const unstorable = { NUL: 'a\0b', 'a NUL alone': '\0', 'half of a surrogate pair': 'a\ud800b' }
const extreme = {
  'a text that is too long': 'x'.repeat(20_000),
  nothing: '',
  'a negative number': '-1',
  'a number beyond all': `${'9'.repeat(400)}`,
  'an infinite number': '1e309',
  'no number': 'NaN',
  'year 0': '0000-01-01T00:00:00Z',
  'a year with six digits': '+275760-09-13T00:00:00Z',
  'the end of time': '9999-12-31T23:59:59-23:59',
  'a day that is none': '2026-02-30T00:00:00Z',
  'a garbage cursor': 'run_%$!~',
  'the id of something else': 'ins_00000000000000000',
  'half a quotation': "' or 1=1 --",
}

/** Somebody known to the api, by a key or by a session. */
interface Caller {
  headers: Record<string, string>
}

let stage: Stage
let member: Caller
let operator: Caller
let owner: Caller
let operatingPerson: Caller
let routes: (DescribedRoute & { document: Document })[]
const ids: Record<string, string> = {}

beforeAll(async () => {
  stage = await createStage({
    platforms: [createTokenPlatform({ findings: [], missingScopes: [], calls: 0 })],
    settings: { internalSyncSecret: 'a-secret-for-the-cron' },
  })
  const key = await stage.issueKey()
  member = key
  const { accountId } = key
  operator = await stage.issueKey('operator', accountId)
  owner = await stage.signIn('owner', accountId)
  operatingPerson = await stage.signIn('operator', accountId)
  ids.shops = await stage.connectShop(accountId)
  const wish = { shopId: ids.shops, type: 'full', trigger: 'manual', resources: ['orders'] } as const
  ids.runs = (await stage.db.runs.create(wish)).run.id
  const documents: Document[] = []
  for (const url of documentPaths) documents.push((await stage.app.inject(url)).json())
  routes = documents.flatMap((document) => routesOf(document).map((route) => ({ ...route, document })))
})
afterAll(() => stage[Symbol.asyncDispose]())

interface Attempt {
  name: string
  /** Whether the schema has to refuse it. */
  isUnstorable: boolean
  method: string
  url: string
  payload?: string
}

type Values = Record<string, unknown>

function attemptsAt(route: DescribedRoute & { document: Document }): Attempt[] {
  const parameters = route.parameters ?? []
  const valid: Values = Object.fromEntries(
    parameters.map(({ name, schema }) => [name, name === 'platform' ? 'token' : exampleOf(schema, route.document)]),
  )
  valid.id = ids[route.path.split('/')[3] ?? ''] ?? 'xxx_0000'
  const schema = route.requestBody?.content['application/json']?.schema
  const body = schema && (exampleOf(schema, route.document) as Values)
  const fields = Object.keys(body ?? {})
  return Object.entries({ ...unstorable, ...extreme }).flatMap(([what, value]) => {
    const isUnstorable = what in unstorable
    const named = (name: string) => ({ name: `${route.method} ${route.path} with ${what} as ${name}`, isUnstorable })
    // Addresses are bytes: they have no halves of surrogate pairs.
    const inAddress = value.isWellFormed() ? parameters : []
    return [
      ...inAddress.map(({ name }) => ({ ...named(name), ...requestOf(route, { ...valid, [name]: value }, body) })),
      ...fields.map((name) => ({ ...named(name), ...requestOf(route, valid, { ...body, [name]: value }) })),
      ...fields.map((name) => ({ ...named(`${name}[]`), ...requestOf(route, valid, { ...body, [name]: [value] }) })),
    ]
  })
}

function requestOf({ method, path, parameters = [] }: DescribedRoute, values: Values, body?: Values) {
  const place = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(values[name])))
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.name in values)
    .map(({ name }) => `${name}=${encodeURIComponent(String(values[name]))}`)
  return {
    method,
    url: [place, query.join('&')].filter(Boolean).join('?'),
    ...(body && { payload: JSON.stringify(body) }),
  }
}

async function askAs({ headers }: Caller, { method, url, payload }: Attempt) {
  return stage.app.inject({
    method: method as 'GET',
    url,
    headers: { ...headers, ...(payload !== undefined && { 'content-type': 'application/json' }) },
    ...(payload !== undefined && { payload }),
  })
}

/** The answer to the caller, or to the first person who may do what the caller may not. */
async function answerTo(attempt: Attempt, caller: Caller) {
  const answer = await askAs(caller, attempt)
  if (answer.statusCode !== 403) return answer
  const asked = await askAs(owner, attempt)
  return asked.statusCode === 403 ? askAs(operatingPerson, attempt) : asked
}

test('the list has every route, with its parameters and fields', () => {
  expect(routes.length).toBeGreaterThan(35)
  expect(routes.flatMap(attemptsAt).length).toBeGreaterThan(1_000)
})

test.each(['member', 'operator'])(
  "a %s's hostile texts, numbers, dates and cursors are never our fault",
  async (role) => {
    const broken: unknown[] = []
    for (const attempt of routes.flatMap(attemptsAt)) {
      const { statusCode } = await answerTo(attempt, role === 'member' ? member : operator)
      const isRefused = attempt.isUnstorable ? [400, 404, 405].includes(statusCode) : statusCode < 500
      if (!isRefused) broken.push([statusCode, attempt.name])
    }
    expect(broken).toEqual([])
  },
)

test('text that cannot be stored is a 400 that names the field, at every control route', async () => {
  const wrong: unknown[] = []
  for (const route of routes.filter(({ path }) => path.startsWith('/api/v1/') && !path.includes('/oauth/')))
    for (const attempt of attemptsAt(route).filter(({ isUnstorable }) => isUnstorable)) {
      const answer = await answerTo(attempt, member)
      if (answer.statusCode !== 400 || answer.json().errors?.length === 0) wrong.push([answer.statusCode, attempt.name])
    }
  expect(wrong).toEqual([])
})

describe('what browsers bring back from platforms', () => {
  const names = ['code', 'state', 'hmac', 'shop', 'shopname', 'timestamp', 'error', 'sr_install', 'handle', 'app_url']
  test.each(['token', 'shoprenter', 'shopify', 'shopline'])('to %s is never our fault', async (platform) => {
    for (const place of ['callback', 'entry', 'begin/x', 'authorize'])
      for (const name of names)
        for (const value of ['%00', 'a%00b', '%ff', '%ED%A0%80', 'x'.repeat(9_000)]) {
          const url = `/api/v1/${platform}/oauth/${place}?${name}=${value}`
          const { statusCode } = await stage.app.inject({
            url,
            remoteAddress: `10.9.${Math.floor(Math.random() * 250)}.1`,
          })
          expect([url, statusCode < 500]).toEqual([url, true])
        }
  })

  test('as a state with a NUL is refused', async () => {
    const { statusCode } = await stage.app.inject('/api/v1/shopline/oauth/begin/a%00b')
    expect(statusCode).toBe(400)
  })
})

test('nothing that was replaced on the way is stored', async () => {
  const columns = await stage.sql<{ table: string; column: string }[]>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = current_schema() and data_type = 'text' and table_name in
      (select tablename from pg_tables where schemaname = current_schema())`
  expect(columns.length).toBeGreaterThan(50)
  for (const { table, column } of columns) {
    const rows = await stage.sql`select ${stage.sql(column)} from ${stage.sql(table)}
      where position(${'\ufffd'} in ${stage.sql(column)}) > 0`
    expect([table, column, rows]).toEqual([table, column, []])
  }
})
