// npm run sandbox [-- --port 4010 --products N --customers N --orders N --seed N]: the pretend shops alone.
import { parseArgs } from 'node:util'
import { startSandbox } from '@shopmirror/sandbox'
import { freePort } from './ports.ts'
import { onShutdown } from './shutdown.ts'

const numbers = ['port', 'products', 'customers', 'orders', 'seed'] as const

const sandbox = await startSandbox({ ...readNumbers(), port: readNumbers().port ?? (await freePort(4010)) })
onShutdown(() => sandbox.close())
process.stdout.write(`The sandbox answers at ${sandbox.url}. Settings for an api and a worker to use it:\n\n`)
for (const [name, value] of Object.entries(sandbox.env)) process.stdout.write(`${name}=${value}\n`)
process.stdout.write('\nCtrl-C ends it.\n')

function readNumbers(): Partial<Record<(typeof numbers)[number], number>> {
  const { values } = parseArgs({
    options: Object.fromEntries(numbers.map((name) => [name, { type: 'string' as const }])),
  })
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]))
}
