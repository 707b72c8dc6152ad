// npm test [-- part-of-a-path …]: every test, or those whose file's path has the part in it.
import { parseCLI, startVitest } from 'vitest/node'
import { onShutdown } from './shutdown.ts'

onShutdown(async () => undefined)
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)])
const vitest = await startVitest('test', filter, { ...options, watch: false })
await vitest.close()
process.exit()
