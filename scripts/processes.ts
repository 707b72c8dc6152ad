import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * The command line of a process; empty when it does not run. Pids are reused, so a pid from a file alone identifies no
 * process.
 */
export function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return process.platform === 'linux' ? '' : askPs(pid)
  }
}

function askPs(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

/** The pid on a file's first line; 0 when there is no such file. */
export function readPid(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || 0
  } catch {
    return 0
  }
}

/** Stops a server that an earlier run left running, if the pid in the file is still that server's. */
export async function stopLeftover(pidFile: string, marker: string, signal: NodeJS.Signals): Promise<void> {
  const pid = readPid(pidFile)
  const isOurs = () => pid > 0 && commandLineOf(pid).includes(marker)
  if (!isOurs()) return
  process.kill(pid, signal)
  for (let waitedMs = 0; isOurs(); waitedMs += 50) {
    if (waitedMs === 10_000) process.kill(pid, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
