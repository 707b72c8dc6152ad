import { execFile, execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { acquireLock } from './lock.mjs'
import { toolsRoot } from './paths.ts'

/** Path of a program on this machine; undefined when there is none of this name. */
export function findProgram(name: string): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/bin',
    '/usr/sbin',
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ]
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * As root on Debian: installs the packages and returns the path of `program`. Undefined where that is not possible; why
 * an installation failed is logged.
 */
export async function installFromDebian(
  { program, packages }: { program: string; packages: readonly string[] },
  log: (line: string) => void,
): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) return undefined
  // Two processes at once: the second would fail at the lock of apt-get, which is not waited for.
  const unlock = await acquireLock(join(toolsRoot, 'locks-apt'))
  try {
    return findProgram(program) ?? (await install({ program, packages }, log))
  } finally {
    unlock()
  }
}

async function install(
  { program, packages }: { program: string; packages: readonly string[] },
  log: (line: string) => void,
): Promise<string | undefined> {
  const startedAt = Date.now()
  const allowServices = forbidServices()
  try {
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    await run('apt-get', ['update'], options)
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options)
    log(`Installing ${program} … ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
  } catch (error) {
    log(`Installing ${program} failed: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
  } finally {
    allowServices()
  }
  return findProgram(program)
}

export const run = promisify(execFile)

/** Keeps Debian from starting an installed service, because only the program is needed. */
function forbidServices(): () => void {
  const policy = '/usr/sbin/policy-rc.d'
  if (existsSync(policy)) return () => undefined
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  return () => rmSync(policy, { force: true })
}

/** Whether an advice to use apt-get helps. */
export function hasAptGet(): boolean {
  try {
    execFileSync('apt-get', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
