import { execFile, execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

/** How to run a Redis here: a program on this machine, or Docker. */
export type RedisProgram = { kind: 'program'; path: string } | { kind: 'docker'; path: string }

/**
 * Finds a Redis; as root on Debian installs it if needed. Throws with the command to run when none is available.
 */
export async function findRedis(log: (line: string) => void): Promise<RedisProgram> {
  const found = findProgram('redis-server') ?? findProgram('valkey-server')
  if (found) return { kind: 'program', path: found }
  const installed = await installFromDebian(log)
  if (installed) return { kind: 'program', path: installed }
  const docker = findProgram('docker')
  if (docker && (await isRunning(docker))) return { kind: 'docker', path: docker }
  throw new Error(`No Redis found. ${advice()} Or set REDIS_URL to a running one.`)
}

function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']
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

async function installFromDebian(log: (line: string) => void): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) return undefined
  const startedAt = Date.now()
  const allowServices = forbidServices()
  try {
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    await run('apt-get', ['update'], options)
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], options)
    log(`Installing redis-server … ${((Date.now() - startedAt) / 1000).toFixed(1)} s`)
  } catch (error) {
    log(`Installing redis-server failed: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
  } finally {
    allowServices()
  }
  return findProgram('redis-server')
}

const run = promisify(execFile)

/** Keeps Debian from starting the installed service, because only the program is needed. */
function forbidServices(): () => void {
  const policy = '/usr/sbin/policy-rc.d'
  if (existsSync(policy)) return () => undefined
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  return () => rmSync(policy, { force: true })
}

function isRunning(docker: string): Promise<boolean> {
  return run(docker, ['info'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  )
}

function advice(): string {
  if (process.platform === 'darwin') return 'Run: brew install redis.'
  return hasAptGet()
    ? 'Run: sudo apt-get install redis-server.'
    : 'Install redis-server or valkey-server with your system’s packages.'
}

function hasAptGet(): boolean {
  try {
    execFileSync('apt-get', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
