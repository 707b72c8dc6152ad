import { join } from 'node:path'
import { expectationOf, expectations } from '@shopmirror/sandbox'
import { root } from '../../paths.ts'
import { type ForeignClient, type Reading, SHOP, type Target } from '../client.ts'
import { installPythonPackage } from '../python-program.ts'
import { runProgram } from '../run-program.ts'

const sdk = { name: 'shopline-sdk-python', version: '0.3.2' }
const script = join(root, 'scripts/foreign-clients/shopline/read.py')
/** The client neither waits nor repeats when it is told to slow down. */
const CALLS_PER_SECOND = 1_000

const domain = domainOf(SHOP)

/**
 * Generated from the vendor's OpenAPI description: its models check every field of every answer.
 * https://pypi.org/project/shopline-sdk-python/
 */
export const shoplineSdk: ForeignClient = {
  name: `${sdk.name} ${sdk.version}`,
  install: async () => void (await installPythonPackage(sdk)),

  expected({ sandbox }) {
    const truth = expectationOf(domain).truthOf(sandbox, domain)
    const of = (table: string) => (truth[table] ?? []).map(({ externalId }) => externalId)
    const first = (table: string) => of(table).slice(0, 1)
    const [orders, products, customers, categories] = [of('orders'), of('products'), of('customers'), of('categories')]
    const hooks = sandbox.shopline
      .shop(domain)
      .hooks.list()
      .map(({ id }) => id)
    return {
      ...{ orders, 'orders/search': orders, 'orders/{id}': first('orders') },
      ...{ 'orders/tags': [], 'orders/{id}/action_logs': ['created_order'], 'orders/transactions': [] },
      ...{ products, 'products/search': products, 'products/{id}': first('products') },
      'products/{id}/stocks': first('products'),
      ...{ customers, 'customers/search': customers, 'customers/{id}': first('customers') },
      ...{ categories, 'categories/{id}': first('categories'), warehouses: of('locations') },
      ...{ 'token/info': [domain], merchants: [domain], 'merchants/{id}': [domain] },
      ...{ webhooks: hooks, 'webhooks/{id}': hooks },
    }
  },

  async tasks(target) {
    const python = join(await installPythonPackage(sdk), 'python')
    const { shopline } = target.sandbox
    shopline.openApi.limit.perSecond = CALLS_PER_SECOND
    const hook = { address: 'https://app.example.com/hooks', topics: ['order/create'], version: 'v0' }
    shopline.shop(domain).hooks.add(hook)
    const token = shopline.tokens.issueStaff(domain)
    return [{ streams: Object.keys(this.expected(target)), read: () => read(python, token, target) }]
  },
}

async function read(python: string, token: string, { env, folder }: Target): Promise<Reading[]> {
  const readings: Reading[] = []
  const onLine = (line: string) => readings.push(JSON.parse(line) as Reading)
  const run = await runProgram(python, [script], { env: { ...env, SHOPLINE_TOKEN: token }, cwd: folder, onLine })
  if (run.code !== 0) throw new Error(run.tail)
  return readings
}

function domainOf(worldName: string): string {
  const platform = expectations.find((each) => each.platform === 'shopline')
  if (!platform) throw new Error('The sandbox does not know this platform')
  return platform.domainOf(worldName)
}
