import { parseArgs } from 'node:util'
import { type Expectation, expectations } from '@shopmirror/sandbox'

export interface DemoOptions {
  /** Shown one after the other. */
  platforms: readonly Expectation[]
  products: number
  customers: number
  orders: number
  /** The same seed gives the same world and the same changes. */
  seed: number
}

const names = expectations.map(({ platform }) => platform)

const usage = `Usage: npm run demo -- [--platform ${names.join('|')}] [--products N] [--customers N] [--orders N] [--seed N]`

type Counts = Omit<DemoOptions, 'platforms'>

// At 3 requests a second this world takes half a minute: large enough to see progress, small enough to wait for.
const defaults: Counts = { products: 600, customers: 400, orders: 1000, seed: 1 }

export function readOptions(args: string[]): DemoOptions {
  const { values } = parseArgs({
    args,
    options: {
      platform: { type: 'string' },
      products: { type: 'string' },
      customers: { type: 'string' },
      orders: { type: 'string' },
      seed: { type: 'string' },
    },
  })
  return {
    platforms: values.platform === undefined ? expectations : [readPlatform(values.platform)],
    products: readCount('products', values.products),
    customers: readCount('customers', values.customers),
    orders: readCount('orders', values.orders),
    seed: readCount('seed', values.seed),
  }
}

function readPlatform(text: string): Expectation {
  const found = expectations.find(({ platform }) => platform === text)
  if (found) return found
  throw new Error(`--platform must be ${names.join(' or ')}, not "${text}".\n${usage}`)
}

function readCount(name: keyof Counts, text: string | undefined): number {
  if (text === undefined) return defaults[name]
  const count = Number(text)
  if (/^\d+$/.test(text) && count >= least[name]) return count
  throw new Error(`--${name} must be a whole number of at least ${least[name]}, not "${text}".\n${usage}`)
}

// The demo changes and deletes a few of each, so a shop needs more than that.
const least: Counts = { products: 20, customers: 20, orders: 20, seed: 0 }
