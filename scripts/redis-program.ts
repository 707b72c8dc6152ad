import { findProgram, hasAptGet, installFromDebian, run } from './debian-package.ts'

/** How to run a Redis here: a program on this machine, or Docker. */
export type RedisProgram = { kind: 'program'; path: string } | { kind: 'docker'; path: string }

/**
 * Finds a Redis; as root on Debian installs it if needed. Throws with the command to run when none is available.
 */
export async function findRedis(log: (line: string) => void): Promise<RedisProgram> {
  const found = findProgram('redis-server') ?? findProgram('valkey-server')
  if (found) return { kind: 'program', path: found }
  const installed = await installFromDebian({ program: 'redis-server', packages: ['redis-server'] }, log)
  if (installed) return { kind: 'program', path: installed }
  const docker = findProgram('docker')
  if (docker && (await isRunning(docker))) return { kind: 'docker', path: docker }
  throw new Error(`No Redis found. ${advice()} Or set REDIS_URL to a running one.`)
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
