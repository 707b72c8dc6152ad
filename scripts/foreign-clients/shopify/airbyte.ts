import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ForeignClient, type Reading, SHOP, type Target } from '../client.ts'
import { installPythonPackage } from '../python-program.ts'
import { runProgram } from '../run-program.ts'
import { createToken, idsOf } from './shop.ts'

const airbyte = { name: 'airbyte-source-shopify', version: '4.3.0' }
/** `check` of the connector reads the shop; it is listed as a stream of its own. */
const CHECK = 'check'
const CHECKED = 'succeeded'

interface AirbyteMessage {
  type: string
  record?: { stream: string; data: { id: number | string } }
  connectionStatus?: { status: string; message?: string }
  trace?: {
    error?: { message?: string; internal_message?: string; stream_descriptor?: { name: string } }
  }
}

/**
 * Airbyte's connector: REST and bulk operations, of the newest version.
 * https://pypi.org/project/airbyte-source-shopify/
 */
export const airbyteSource: ForeignClient = {
  name: `${airbyte.name} ${airbyte.version}`,
  install: async () => void (await installPythonPackage(airbyte)),

  expected({ sandbox }) {
    const ids = idsOf(sandbox)
    return {
      [CHECK]: [CHECKED],
      customers: ids.customers,
      products: ids.products,
      product_variants: ids.variants,
      orders: ids.orders,
      order_refunds: ids.refunds,
      inventory_items: ids.items,
      inventory_levels: ids.levels,
      locations: ids.locations,
      fulfillments: ids.fulfillments,
    }
  },

  async tasks(target) {
    const program = join(await installPythonPackage(airbyte), 'source-shopify')
    const config = join(target.folder, 'airbyte.json')
    const credentials = { auth_method: 'api_password', api_password: createToken(target.sandbox, airbyte.name) }
    // One bulk operation for the whole history.
    const settings = { shop: SHOP, credentials, start_date: '2020-01-01', bulk_window_in_days: 10_000 }
    writeFileSync(config, JSON.stringify(settings))
    const streams = Object.keys(this.expected(target)).filter((name) => name !== CHECK)
    const command = { program, config, target }
    return [
      { streams: [CHECK], read: () => check(command) },
      // The interpreter takes seconds to start, so that one process reads all.
      { streams, read: () => readStreams(streams, command) },
    ]
  },
}

interface Command {
  program: string
  config: string
  target: Target
}

async function check({ program, config, target: { env, folder } }: Command): Promise<Reading[]> {
  const found: AirbyteMessage[] = []
  const onLine = (line: string) => found.push(...parse(line))
  const { tail } = await runProgram(program, ['check', '--config', config], { env, cwd: folder, onLine })
  const status = found.flatMap(({ connectionStatus }) => connectionStatus ?? [])[0]
  if (status?.status === 'SUCCEEDED') return [{ stream: CHECK, ids: [CHECKED] }]
  return [{ stream: CHECK, ids: [], error: status?.message ?? tail }]
}

async function readStreams(streams: readonly string[], { program, config, target }: Command): Promise<Reading[]> {
  const catalog = join(target.folder, 'airbyte-catalog.json')
  writeFileSync(catalog, JSON.stringify({ streams: streams.map(configured) }))
  const ids = new Map(streams.map((stream) => [stream, [] as string[]]))
  const errors = new Map<string, string>()
  const onLine = (line: string) => {
    for (const { record, trace } of parse(line)) {
      if (record) ids.get(record.stream)?.push(idOf(record.data.id))
      const name = trace?.error?.stream_descriptor?.name
      if (name) errors.set(name, `${trace.error?.message}: ${trace.error?.internal_message}`)
    }
  }
  const args = ['read', '--config', config, '--catalog', catalog]
  const { env, folder: cwd, timeoutMs } = target
  const { code, tail } = await runProgram(program, args, { env, cwd, onLine, timeoutMs })
  const whole = code !== 0 && errors.size === 0 ? tail : undefined
  return streams.map((stream) => {
    const error = errors.get(stream) ?? whole
    return { stream, ids: ids.get(stream) ?? [], ...(error !== undefined && { error }) }
  })
}

function configured(name: string) {
  const stream = { name, json_schema: {}, supported_sync_modes: ['full_refresh'] }
  return { stream, sync_mode: 'full_refresh', destination_sync_mode: 'overwrite' }
}

/** What is no message is output of a library. */
function parse(line: string): AirbyteMessage[] {
  return line.startsWith('{') ? [JSON.parse(line) as AirbyteMessage] : []
}

/** Levels are `{location}|{inventory item}`. */
function idOf(id: number | string): string {
  const [location, item] = String(id).split('|')
  return item ? `${item}-${location}` : String(id)
}
