import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toolsRoot } from '../paths.ts'
import { UnavailableError } from './client.ts'
import { runProgram } from './run-program.ts'

/** Python 3.10 is the oldest that all of these programs run with. */
const CAN_RUN = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'
const UNREACHABLE =
  /getaddrinfo|ConnectionError|NewConnectionError|Max retries|timed out|Temporary failure|No matching distribution/i

interface PythonPackage {
  /** On PyPI. */
  name: string
  version: string
}

/** The folder of programs of a package's own virtual environment; made at the first call. */
export async function installPythonPackage({ name, version }: PythonPackage): Promise<string> {
  const folder = join(toolsRoot, 'foreign-clients', `${name}-${version}`)
  const stamp = join(folder, 'installed')
  const programs = join(folder, 'bin')
  // Programs of a virtual environment know their path, so that one that was moved is made again.
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === folder) return programs
  const python = await findPython()
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await orUnavailable(python, ['-m', 'venv', folder])
  const options = ['--quiet', '--disable-pip-version-check', '--retries', '1']
  await orUnavailable(join(programs, 'python'), ['-m', 'pip', 'install', ...options, `${name}==${version}`])
  // Last, so that an installation that was killed is done again.
  writeFileSync(stamp, folder)
  return programs
}

async function findPython(): Promise<string> {
  for (const name of ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10']) {
    const run = await runProgram(name, ['-c', CAN_RUN]).catch(() => null)
    if (run?.code === 0) return name
  }
  throw new UnavailableError('Python 3.10 or newer with its venv module was not found')
}

async function orUnavailable(file: string, args: readonly string[]): Promise<void> {
  const { code, tail } = await runProgram(file, args)
  if (code === 0) return
  if (UNREACHABLE.test(tail)) throw new UnavailableError('the package registry cannot be reached')
  throw new Error(`${file} ${args.join(' ')} failed with code ${code}.\n${tail}`)
}
