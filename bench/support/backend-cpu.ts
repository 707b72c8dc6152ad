import { readFileSync } from 'node:fs'
import type { Sql } from 'postgres'

/** Linux counts in hundredths of a second. */
const TICK_MS = 10

/**
 * CPU time that the sessions of this client on a Postgres of this machine have used so far, ms; `NaN` where it cannot be
 * read. Unlike time on the clock it hardly depends on what else the machine does.
 */
export async function backendCpuMs(sql: Sql): Promise<number> {
  const sessions = await sql<{ pid: number }[]>`
    select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'`
  return sessions.reduce((sum, { pid }) => sum + cpuMsOf(pid), 0)
}

function cpuMsOf(pid: number): number {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
    const [user, system] = fields.split(' ').slice(11, 13)
    return (Number(user) + Number(system)) * TICK_MS
  } catch {
    return Number.NaN
  }
}
