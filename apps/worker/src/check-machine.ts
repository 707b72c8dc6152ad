import type { Logger } from '@shopmirror/config'
import type { Platform } from '@shopmirror/platforms'
import { concurrencyOf, type WorkerSettings } from './config.ts'

/** Open files that are not caused by jobs: Redis, output, loaded programs, clients of the health server. */
const OTHER_FILES = 100

/** Options of `checkMachine`. */
export interface MachineCheckOptions {
  platforms: Iterable<Platform>
  settings: WorkerSettings
  /** Limit of open files of this process. Default: the limit of the operating system. */
  openFilesMax?: number
  log: Logger
}

/** Logs the limits of this machine that affect the worker, and their effect. Never keeps a worker from starting. */
export async function checkMachine({ platforms, settings, openFilesMax, log }: MachineCheckOptions): Promise<void> {
  const files = checkOpenFiles(settings, openFilesMax ?? readOpenFilesMax())
  if (files) log.warn({ detail: files }, 'machine.limited')
  for (const platform of platforms) {
    if (!platform.configured) continue
    for (const detail of (await platform.checkMachine?.()) ?? [])
      log.warn({ platform: platform.id, detail }, 'machine.limited')
  }
}

/** Node raises its soft limit to the hard one when it starts. */
function readOpenFilesMax(): number {
  // Otherwise the report resolves the host names of all connections.
  Object.assign(process.report, { excludeNetwork: true })
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } }
  const max = Number(userLimits?.open_files?.soft)
  return Number.isNaN(max) ? Number.POSITIVE_INFINITY : max
}

/** Each job that calls a shop has its own connection. */
function checkOpenFiles(settings: WorkerSettings, max: number): string | null {
  const { shops = 0, sync = 0, outbox = 0 } = concurrencyOf(settings)
  const wanted = settings.DATABASE_POOL_SIZE + shops + sync + outbox + OTHER_FILES
  if (max >= wanted) return null
  return `The limit of open files is ${max}, but this process may need ${wanted}. Jobs will wait for free ones. Raise the limit (ulimit -n, LimitNOFILE of systemd), or lower SYNC_CONCURRENCY.`
}
