import { parseArgs } from 'node:util'

const flags = {
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  orders: { type: 'string' },
  products: { type: 'string' },
  deliveries: { type: 'string' },
  shops: { type: 'string' },
  rate: { type: 'string' },
  'kill-every': { type: 'string' },
  profile: { type: 'string' },
  write: { type: 'boolean', default: false },
} as const

/** How much a bench measures; each bench documents its defaults. */
export interface Extent {
  /** How often everything is measured. */
  rounds: number
  /** Length of one round. */
  seconds: number
}

/** The command line of `npm run bench`, which every bench receives. Throws on an unknown flag. */
export function readCommandLine() {
  return parseArgs({ options: flags, allowPositionals: true })
}

/** `--rounds N` and `--seconds S` of the command line, else the bench's own defaults. Throws unless both are above 0. */
export function readExtent(defaults: Extent): Extent {
  const { values } = readCommandLine()
  const extent = {
    rounds: values.rounds === undefined ? defaults.rounds : Number(values.rounds),
    seconds: values.seconds === undefined ? defaults.seconds : Number(values.seconds),
  }
  if (!(Number.isInteger(extent.rounds) && extent.rounds > 0)) throw new Error('--rounds takes a whole number above 0.')
  if (!(extent.seconds > 0)) throw new Error('--seconds takes a number above 0.')
  return extent
}

type NumberFlag = 'products' | 'deliveries' | 'shops' | 'rate' | 'kill-every' | 'seconds'

/** A number of the command line; `fallback` without it. Throws unless it is above 0. */
export function readNumber(name: NumberFlag, fallback: number): number {
  const given = readCommandLine().values[name]
  const value = given === undefined ? fallback : Number(given)
  if (!(value > 0)) throw new Error(`--${name} takes a number above 0.`)
  return value
}

/** Calls `measure` for each round, one after the other. */
export async function eachRound<Result>(
  rounds: number,
  measure: (round: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  for (let round = 0; round < rounds; round += 1) results.push(await measure(round))
  return results
}
