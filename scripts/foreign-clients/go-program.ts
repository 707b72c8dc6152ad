import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { toolsRoot } from '../paths.ts'
import { UnavailableError } from './client.ts'
import { runProgram } from './run-program.ts'

const UNREACHABLE = /dial tcp|no such host|i\/o timeout|connection refused|proxyconnect|Forbidden/i

/** Compiled at every run, from Go's cache when nothing has changed; the cache lies in our folder as well. The program's path. */
export async function buildGoProgram(name: string, source: string): Promise<string> {
  const folder = join(toolsRoot, 'foreign-clients', name)
  const program = join(folder, 'read')
  mkdirSync(folder, { recursive: true })
  const env = {
    ...process.env,
    ...{ GOPATH: join(folder, 'modules'), GOCACHE: join(folder, 'cache') },
    ...{ GOFLAGS: '-modcacherw', GOTOOLCHAIN: 'local' },
  }
  const run = await runProgram('go', ['build', '-o', program, '.'], { env, cwd: source }).catch(() => null)
  if (!run) throw new UnavailableError('Go was not found')
  if (run.code === 0) return program
  if (UNREACHABLE.test(run.tail)) throw new UnavailableError('the module proxy cannot be reached')
  throw new Error(`go build failed with code ${run.code}.\n${run.tail}`)
}
