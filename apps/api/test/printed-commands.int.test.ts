import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectations, type Sandbox, startSandbox } from '@shopmirror/sandbox'
import { root } from '@shopmirror/scripts/paths.ts'
import { describeStart } from '@shopmirror/scripts/start-message.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DescribedRoute, type Document, documentPaths, routesOf } from './described.ts'
import { createStage, type Key, type Stage } from './stage.ts'

/** All commands and calls in the docs and in what the start prints. */
const files = globSync(['README.md', 'CONTRIBUTING.md', 'docs/**/*.md'], { cwd: root })
const texts = files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
const packageJson: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

let stage: Stage
let operator: Key
let sandbox: Sandbox
let routes: DescribedRoute[]
let printed: string[]

beforeAll(async () => {
  stage = await createStage()
  operator = await stage.issueKey('operator')
  sandbox = await startSandbox({ products: 5, customers: 5, orders: 5 })
  const documents = documentPaths.map(async (path): Promise<Document> => (await stage.app.inject(path)).json())
  routes = (await Promise.all(documents)).flatMap(routesOf)
  const message = describeStart({
    ...{ apiUrl: 'http://api', apiKey: operator.key, operatorKey: operator.key, logDir: '.data/start/logs' },
    ...{ databaseUrl: 'postgres://db', redisUrl: 'redis://db', sandboxUrl: sandbox.url, platforms: [] },
    ownDatabase: false,
    operatorLink: null,
    shops: expectations.map(({ domainOf }) => domainOf('minta-bolt')),
  })
  printed = message.split('\n').map((line) => line.trim())
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await sandbox.close()
})

function findAll(pattern: RegExp): { place: string; found: RegExpExecArray }[] {
  return texts.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map((found) => ({
      place: `${file}:${text.slice(0, found.index).split('\n').length}`,
      found,
    })),
  )
}

describe('SQL', () => {
  test('in README and docs runs', async () => {
    const blocks = findAll(/```sql\n([\s\S]*?)```/g)
    expect(blocks.length).toBeGreaterThan(0)
    for (const { place, found } of blocks)
      await expect(stage.sql.unsafe(found[1] ?? ''), `${place}: ${found[1]}`).resolves.toBeDefined()
  })

  test('that the start prints runs', async () => {
    const queries = printed.flatMap((line) => /^psql '[^']+' -c '([^']+)'$/.exec(line)?.[1] ?? [])
    expect(queries).toHaveLength(1)
    for (const query of queries) await expect(stage.sql.unsafe(query), query).resolves.toBeDefined()
  })
})

/** Method, address, headers and body of a `curl` on one line. */
function parseCurl(command: string) {
  const headers = [...command.matchAll(/ -H '([^:]+): ([^']+)'/g)].map(([, name = '', value = '']) => [name, value])
  const body = / -d '([^']+)'/.exec(command)?.[1]
  return {
    method: / -X (\w+) /.exec(command)?.[1] ?? 'GET',
    address: / ((?:https?:|localhost:)\S+)/.exec(command)?.[1] ?? '',
    headers: Object.fromEntries(headers) as Record<string, string>,
    ...(body !== undefined && { body }),
  }
}

const answered = (status: number) => status >= 200 && status < 300

test('what the start prints for curl is answered, by the api and by the pretend platforms', async () => {
  const commands = printed.filter((line) => line.startsWith('curl '))
  expect(commands.length).toBeGreaterThan(1)
  for (const command of commands) {
    const { method, address, headers } = parseCurl(command)
    const { pathname, origin } = new URL(address)
    const status =
      origin === 'http://api'
        ? (await stage.app.inject({ method: method as 'GET', url: pathname, headers })).statusCode
        : (await fetch(address, { method, headers })).status
    expect([command, answered(status)]).toEqual([command, true])
  }
})

test('what the README of the sandbox prints for curl is answered by a sandbox', async () => {
  const readme = readFileSync(join(root, 'packages/sandbox/README.md'), 'utf8')
  const commands = readme.split('\n').filter((line) => line.startsWith('curl '))
  expect(commands.length).toBeGreaterThan(1)
  for (const command of commands) {
    const { address, ...request } = parseCurl(command)
    const { status } = await fetch(address.replace('localhost:4010', sandbox.url), request)
    expect([command, answered(status)]).toEqual([command, true])
  }
})

/** Of a script: what it is made of, to see which flags it knows. */
function sourceOf(command: string): string {
  const own = globSync([`scripts/${command}.ts`, `scripts/${command}/*.ts`], { cwd: root })
  const wider = command === 'bench' ? globSync('bench/*.ts', { cwd: root }) : []
  return [...own, ...wider].map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
}

test('every npm command in README and docs exists, with its flags', () => {
  const commands = findAll(
    /npm (?:run (?:-s )?([a-z:-]+)|(start|test))((?: --)?(?: (?:--?[a-z][a-z-]*|[A-Z{}_a-z]+|\[|\]))*)/g,
  )
  expect(commands.length).toBeGreaterThan(20)
  for (const { place, found } of commands) {
    const [all, run, plain, rest = ''] = found
    const command = run ?? plain ?? ''
    expect([place, all, packageJson.scripts[command] !== undefined]).toEqual([place, all, true])
    if (!command.includes(':'))
      expect(existsSync(join(root, 'scripts', `${command}.ts`)), `${place}: ${all}`).toBe(true)
    for (const [flag, name = ''] of rest.matchAll(/--([a-z][a-z-]*)/g))
      expect([place, flag, new RegExp(`(--|['"]?)${name}['"]?(: \\{|\\b)`).test(sourceOf(command))]).toEqual([
        place,
        flag,
        true,
      ])
  }
})

const methods = 'GET|POST|PUT|PATCH|DELETE'
/** As `GET /api/v1/runs?shop=`, also `GET …/{id}/export` where the beginning was said before, and `GET·POST /x`. */
const call = new RegExp(
  `((?:${methods})(?:(?:·|\` or \`)(?:${methods}))*)\`? +([/…][^\\s\`"'|)]*)(?: (\\{[^\`]*\\}))?`,
  'g',
)

/** On these pages calls may also be to a platform, or to what controls the pretend ones. */
const namesOthers = /^docs\/(sandbox\.md|decisions\/)/
const others: Readonly<Record<'platform' | 'control', RegExp>> = {
  // Of SHOPLINE's Open API. The other platforms' calls are not written like this anywhere.
  platform: /^\/(orders|order_deliveries|delivery_options|payments|customers|products)(\/|$)/,
  control: /^\/control\//,
}

/** Whose a call is. One that leaves out its beginning belongs to whoever the last one on its line is. */
function createOwnerOf(): (place: string, path: string) => 'ours' | 'platform' | 'control' {
  let last: { place: string; owner: 'ours' | 'platform' | 'control' } | undefined
  return (place, path) => {
    if (!namesOthers.test(place)) return 'ours'
    if (path.startsWith('…')) return last?.place === place ? last.owner : 'ours'
    const owner = (['platform', 'control'] as const).find((each) => others[each].test(path)) ?? 'ours'
    last = { place, owner }
    return owner
  }
}

test('every call in README and docs is to a route that exists, with parameters and a body that it has', async () => {
  const ownerOf = createOwnerOf()
  const calls = findAll(call).map(({ place, found }) => {
    const [all, named = '', address = '', body] = found
    const [path = '', query = ''] = address.replace(/[.,:;]+$/, '').split('?')
    return {
      place,
      all,
      named: named.match(new RegExp(methods, 'g')) ?? [],
      path,
      query,
      body,
      owner: ownerOf(place, path),
    }
  })
  const ours = calls.filter(({ owner }) => owner === 'ours')
  expect(ours.length).toBeGreaterThan(30)
  for (const { place, all, named, path, query, body } of ours) {
    for (const method of named) {
      const route = findRoute(method, path)
      const isThere = route !== undefined || (await isHidden(path))
      expect([place, all, isThere]).toEqual([place, all, true])
      if (route) await expectTaken({ place: `${place} ${all}`, route, query, body })
    }
  }

  const controls = calls.filter(({ owner, path }) => owner === 'control' && !path.startsWith('…'))
  expect(controls.length).toBeGreaterThan(2)
  for (const { place, all, named, path } of controls)
    for (const method of named) expect([place, all, await isControl(method, path)]).toEqual([place, all, true])
})

/** Whether the pretend shop of one of the platforms has this control. */
async function isControl(method: string, path: string): Promise<boolean> {
  const statuses = expectations.map(async ({ domainOf }) => {
    const url = `${sandbox.url}${path.replace('{shop}', domainOf('minta-bolt'))}`
    return (await fetch(url, { method, ...(method !== 'GET' && { body: '{}' }) })).status
  })
  return (await Promise.all(statuses)).some(answered)
}

/** Of several, the one that has the most parts of the path literally. */
function findRoute(method: string, path: string): DescribedRoute | undefined {
  const wanted = path.split('/')
  const named = path.startsWith('…') ? wanted.slice(1) : wanted
  const partsOf = ({ path: described }: DescribedRoute) =>
    path.startsWith('…') ? described.split('/').slice(1 - wanted.length) : described.split('/')
  const isMeant = (known: string[]) =>
    named.length === known.length &&
    named.every((part, index) => part === known[index] || known[index]?.startsWith('{'))
  const literal = (route: DescribedRoute) => partsOf(route).filter((part, index) => part === named[index]).length
  const [best] = routes
    .filter((route) => route.method === method && isMeant(partsOf(route)))
    .toSorted((a, b) => literal(b) - literal(a))
  return best
}

/** Routes that no document has: probes, pages, metrics. */
async function isHidden(path: string): Promise<boolean> {
  return (await stage.app.inject({ url: path, headers: operator.headers })).statusCode < 400
}

interface Taken {
  place: string
  route: DescribedRoute
  query: string
  body: string | undefined
}

/**
 * Parameters and body are ones that the schemas take: what is wrong with the call may only be that there is no such
 * thing.
 */
async function expectTaken({ place, route, query, body }: Taken): Promise<void> {
  const given = new URLSearchParams(query.replaceAll('…', '1'))
  const names = route.parameters?.filter((parameter) => parameter.in === 'query').map(({ name }) => name) ?? []
  for (const name of given.keys()) expect([place, names]).toEqual([place, expect.arrayContaining([name])])
  const isSafe = route.method === 'GET' && route.path.startsWith('/api/v1/') && !route.path.includes('oauth')
  if (!isSafe && body === undefined) return

  const filled = new URLSearchParams([...given].filter(([, value]) => value !== ''))
  // A stream that is followed does not end.
  if (names.includes('follow')) filled.set('follow', 'false')
  const url = `${route.path.replaceAll(/\{\w+\}/g, 'xxx_0')}?${filled}`
  const payload = body === undefined ? {} : { payload: JSON.parse(body) as object }
  const { statusCode } = await stage.app.inject({
    method: route.method as 'GET',
    url,
    headers: operator.headers,
    ...payload,
  })
  expect([place, [200, 404]]).toEqual([place, expect.arrayContaining([statusCode])])
}

test('every setting that README and docs name exists', () => {
  const known = readFileSync(join(root, '.env.example'), 'utf8')
  // Those of Node, curl, Python and their proxies are not ours to list, nor is where the tests find a browser.
  const settings = findAll(
    /`(?!NODE_|CHROMIUM_PATH|HTTPS_PROXY|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE)([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g,
  )
  expect(settings.length).toBeGreaterThan(20)
  for (const { place, found } of settings)
    expect([place, found[1], new RegExp(`^#? ?${found[1]}=`, 'm').test(known)]).toEqual([place, found[1], true])
})
