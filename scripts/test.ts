// npm test [-- part-of-a-path …] [--project NAME …]: every test, or those whose file's path has the part in it, or of a
// project of vitest.config.ts.
import { parseCLI, startVitest } from 'vitest/node'
import { onShutdown } from './shutdown.ts'

onShutdown(async () => undefined)
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)])
const vitest = await startVitest('test', filter, { ...options, watch: false })
await vitest.close()
process.exit()
