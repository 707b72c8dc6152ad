import { readdirSync, readFileSync } from 'node:fs'

const PAGE_BYTES = 4_096
const SAMPLE_EVERY_MS = 200

/**
 * Watches the resident memory of this process's descendants whose command line has the part in it; `stop` answers the
 * highest sum, MB. Linux only.
 */
export function watchMemory(part: string): { stop(): number } {
  let highest = 0
  const look = () => {
    highest = Math.max(highest, residentMb(part))
  }
  const timer = setInterval(look, SAMPLE_EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      return highest
    },
  }
}

function residentMb(part: string): number {
  const pids = descendantsOf(String(process.pid)).filter((pid) => read(pid, 'cmdline').includes(part))
  const pages = pids.reduce((sum, pid) => sum + Number(read(pid, 'statm').split(' ')[1] ?? 0), 0)
  return (pages * PAGE_BYTES) / 1_000_000
}

function descendantsOf(ancestor: string): string[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [pid, parentOf(pid)]),
  )
  const isBelow = (pid: string): boolean => {
    const parent = parents.get(pid)
    return parent !== undefined && (parent === ancestor || isBelow(parent))
  }
  return [...parents.keys()].filter(isBelow)
}

/** The name of the program stands in parentheses before the parent, and may hold anything. */
function parentOf(pid: string): string {
  return /.*\) \S (\d+)/s.exec(read(pid, 'stat'))?.[1] ?? ''
}

/** Empty for a process that has just ended. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
