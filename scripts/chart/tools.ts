import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UnavailableError } from '../foreign-clients/client.ts'
import { runProgram } from '../foreign-clients/run-program.ts'
import { toolsRoot } from '../paths.ts'

const source = join(import.meta.dirname, 'tools')
const UNREACHABLE = /dial tcp|no such host|i\/o timeout|connection refused|proxyconnect|Forbidden/i
const BUILD_TIMEOUT_MS = 900_000

/** Programs that `scripts/chart/tools/go.mod` pins. */
export interface ChartTools {
  helm: string
  kubeconform: string
}

/**
 * Builds helm and kubeconform from their Go modules, once for each version: about 90 s of two cores, later runs take
 * none. Go's own caches are used, so that another checkout on the machine is quick. Throws `UnavailableError` without Go
 * or network.
 */
export async function buildChartTools(): Promise<ChartTools> {
  const pinned = createHash('sha256')
    .update(readFileSync(join(source, 'go.sum')))
    .digest('hex')
    .slice(0, 12)
  const folder = join(toolsRoot, `chart-${pinned}`)
  const tools = { helm: join(folder, 'helm'), kubeconform: join(folder, 'kubeconform') }
  if (!Object.values(tools).every((path) => existsSync(path)))
    await runGo(['install', '-ldflags=-s -w', 'tool'], { GOBIN: folder })
  return tools
}

/** A module's files, checked against the pinned hash: `path@version` and its `h1:` sum. */
export async function downloadModule(module: string, sum: string): Promise<string> {
  const lines: string[] = []
  await runGo(['mod', 'download', '-json', module], {}, (line) => lines.push(line))
  const { Dir: folder, Sum: found } = JSON.parse(lines.join('\n'))
  if (found !== sum) throw new Error(`${module} has the sum ${found}, not ${sum}.`)
  return folder
}

async function runGo(args: string[], env: NodeJS.ProcessEnv, onLine?: (line: string) => void): Promise<void> {
  const options = { cwd: source, timeoutMs: BUILD_TIMEOUT_MS, ...(onLine && { onLine }) }
  const local = { GOTOOLCHAIN: 'local', GOFLAGS: '-modcacherw' }
  const run = await runProgram('go', args, { ...options, env: { ...process.env, ...local, ...env } }).catch(() => null)
  if (!run) throw new UnavailableError('Go was not found')
  if (run.code === 0) return
  if (UNREACHABLE.test(run.tail)) throw new UnavailableError('the module proxy cannot be reached')
  if (/requires go >=/.test(run.tail)) throw new UnavailableError(`Go is too old: ${run.tail}`)
  throw new Error(`go ${args.join(' ')} failed with code ${run.code}.\n${run.tail}`)
}
