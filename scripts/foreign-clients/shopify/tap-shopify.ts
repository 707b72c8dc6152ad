import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../paths.ts'
import { type ForeignClient, type Reading, SHOP, type Target, type Task } from '../client.ts'
import { installPythonPackage } from '../python-program.ts'
import { runProgram } from '../run-program.ts'
import { createToken, customersUpdatedBefore, idsOf } from './shop.ts'

const tap = { name: 'tap-shopify', version: '3.13.0' }
/** The tap is unchanged, but its pause of a minute between two looks at a bulk operation is shorter. */
const PYTHONPATH = join(root, 'scripts/foreign-clients/shopify/short-polls')

interface CatalogEntry {
  tap_stream_id: string
  metadata: { breadcrumb: string[]; metadata: Record<string, unknown> }[]
}

interface SingerMessage {
  type: string
  record?: { id: string }
}

/** Stitch's Singer tap: GraphQL page by page, of version 2025-07. https://pypi.org/project/tap-shopify/ */
export const tapShopify: ForeignClient = {
  name: `${tap.name} ${tap.version}`,
  install: async () => void (await installPythonPackage(tap)),

  expected({ sandbox }) {
    const ids = idsOf(sandbox)
    return {
      locations: ids.locations,
      products: ids.products,
      product_variants: ids.variants,
      // It asks for what was updated before now, and the platform compares customers by whole days: today's come tomorrow.
      customers: customersUpdatedBefore(sandbox, startOfDay()),
      orders: ids.orders,
      order_refunds: ids.refunds,
      inventory_items: ids.items,
      inventory_levels: ids.levels,
      collections: ids.collections,
    }
  },

  async tasks(target) {
    const program = join(await installPythonPackage(tap), 'tap-shopify')
    const config = join(target.folder, 'tap-shopify.json')
    // A window longer than the shop is old: the tap asks for each window anew.
    const settings = {
      shop: SHOP,
      access_token: createToken(target.sandbox, tap.name),
      start_date: '2020-01-01T00:00:00Z',
    }
    writeFileSync(config, JSON.stringify({ ...settings, date_window_size: '4000' }))
    const catalog = await discover(program, config, target)
    return Object.keys(this.expected(target)).map((stream) => taskOf(stream, { program, config, catalog, target }))
  },
}

async function discover(program: string, config: string, { env, folder }: Target): Promise<CatalogEntry[]> {
  const lines: string[] = []
  const args = ['--config', config, '--discover']
  const run = await runProgram(program, args, { env, cwd: folder, onLine: (line) => lines.push(line) })
  if (run.code !== 0) throw new Error(`tap-shopify --discover failed with code ${run.code}.\n${run.tail}`)
  return (JSON.parse(lines.join('\n')) as { streams: CatalogEntry[] }).streams
}

interface TapRun {
  program: string
  config: string
  catalog: readonly CatalogEntry[]
  target: Target
}

function taskOf(stream: string, { program, config, catalog, target }: TapRun): Task {
  const read = async (): Promise<Reading[]> => {
    const file = join(target.folder, `tap-shopify-${stream}.json`)
    writeFileSync(file, JSON.stringify({ streams: catalog.map((entry) => select(entry, stream)) }))
    const ids: string[] = []
    const onLine = (line: string) => {
      const message = JSON.parse(line) as SingerMessage
      if (message.type === 'RECORD' && message.record) ids.push(idOf(message.record.id))
    }
    const args = ['--config', config, '--catalog', file]
    const env = { ...target.env, PYTHONPATH }
    const { folder: cwd, timeoutMs } = target
    const { code, tail } = await runProgram(program, args, { env, cwd, onLine, timeoutMs })
    return [{ stream, ids, ...(code !== 0 && { error: tail }) }]
  }
  return { streams: [stream], read }
}

function select(entry: CatalogEntry, stream: string): CatalogEntry {
  if (entry.tap_stream_id !== stream) return entry
  const metadata = entry.metadata.map((part) => ({ ...part, metadata: { ...part.metadata, selected: true } }))
  return { ...entry, metadata }
}

/** `gid://shopify/InventoryLevel/{number}?inventory_item_id={item}` is the one whose number is not enough. */
function idOf(gid: string): string {
  const [, number = '', item] = /(\d+)(?:\?inventory_item_id=(\d+))?$/.exec(gid) ?? []
  return item ? `${item}-${number}` : number
}

/** UTC, ms. */
function startOfDay(): number {
  return new Date().setUTCHours(0, 0, 0, 0)
}
