import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { root, toolsRoot } from '../../paths.ts'
import { type ForeignClient, type Reading, SHOP, type Target, UnavailableError } from '../client.ts'
import { runProgram } from '../run-program.ts'
import { createToken, idsOf } from './shop.ts'

const NAME = 'go-shopify 4.7.0'
/** The program over the library, with the library's version. */
const source = join(root, 'scripts/foreign-clients/shopify/go-shopify')
const folder = join(toolsRoot, 'foreign-clients', 'go-shopify-4.7.0')
const program = join(folder, 'read')
const UNREACHABLE = /dial tcp|no such host|i\/o timeout|connection refused|proxyconnect|Forbidden/i

/** Bold's REST client for Go, whose ids are 64-bit numbers. https://github.com/bold-commerce/go-shopify */
export const goShopify: ForeignClient = {
  name: NAME,
  install: build,

  expected({ sandbox }) {
    const {
      locations,
      products,
      variants,
      collections,
      customers,
      orders,
      lines,
      fulfillments,
      refunds,
      items,
      levels,
    } = idsOf(sandbox)
    return {
      ...{ locations, products, variants, collections, customers, orders },
      ...{ order_lines: lines, fulfillments, refunds, items, levels },
    }
  },

  async tasks(target) {
    const streams = Object.keys(this.expected(target))
    return [{ streams, read: () => readStreams(streams, target) }]
  },
}

/** Compiled at every run, from Go's cache when nothing has changed; the cache lies in our folder as well. */
async function build(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const env = {
    ...process.env,
    ...{ GOPATH: join(folder, 'modules'), GOCACHE: join(folder, 'cache') },
    ...{ GOFLAGS: '-modcacherw', GOTOOLCHAIN: 'local' },
  }
  const run = await runProgram('go', ['build', '-o', program, '.'], { env, cwd: source }).catch(() => null)
  if (!run) throw new UnavailableError('Go was not found')
  if (run.code === 0) return
  if (UNREACHABLE.test(run.tail)) throw new UnavailableError('the module proxy cannot be reached')
  throw new Error(`go build failed with code ${run.code}.\n${run.tail}`)
}

/** Every line of its output is `{stream}\t{id}`. */
async function readStreams(streams: readonly string[], { sandbox, env, folder: cwd }: Target): Promise<Reading[]> {
  const ids = new Map(streams.map((stream) => [stream, [] as string[]]))
  const onLine = (line: string) => {
    const [stream = '', id = ''] = line.split('\t')
    ids.get(stream)?.push(id)
  }
  const { code, tail } = await runProgram(program, [SHOP, createToken(sandbox, NAME)], { env, cwd, onLine })
  return [...ids].map(([stream, found]) => ({ stream, ids: found, ...(code !== 0 && { error: tail }) }))
}
