import type { Logger } from '@shopmirror/config'
import type { Platform } from '@shopmirror/platforms'
import { concurrencyOf, type WorkerSettings } from './config.ts'

/** Files and connections that no job opens: Redis, output, programs, callers of the health server. */
const OTHER_FILES = 100

export interface MachineCheckOptions {
  platforms: Iterable<Platform>
  settings: WorkerSettings
  /** How many files and connections this process may have open. Default: asked of the operating system. */
  openFilesMax?: number
  log: Logger
}

/** Logs what this machine lacks and what happens instead. Nothing of it keeps a worker from starting. */
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
  // Otherwise it looks up the names of all who are connected.
  Object.assign(process.report, { excludeNetwork: true })
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } }
  const max = Number(userLimits?.open_files?.soft)
  return Number.isNaN(max) ? Number.POSITIVE_INFINITY : max
}

/** Each job that calls a shop has a connection of its own. */
function checkOpenFiles(settings: WorkerSettings, max: number): string | null {
  const { shops = 0, sync = 0, outbox = 0 } = concurrencyOf(settings)
  const wanted = settings.DATABASE_POOL_SIZE + shops + sync + outbox + OTHER_FILES
  if (max >= wanted) return null
  return `This process may open ${max} files and connections, and may need ${wanted}: jobs will wait for free ones. Raise the limit (ulimit -n, LimitNOFILE of systemd), or lower SYNC_CONCURRENCY.`
}
