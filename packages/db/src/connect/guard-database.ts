import { setTimeout as pause } from 'node:timers/promises'
import { type Logger, SettingsError } from '@shopmirror/config'
import { checkDatabase } from './check-database.ts'
import type { DatabaseAddress } from './connect.ts'
import { DatabaseUnreachableError } from './explain-failure.ts'

/** How long the start waits for Postgres before it continues without, ms. */
const START_WAIT_MS = 5_000
const RETRY_MS = 1_000

/** Options of `guardDatabase`; all required. */
export interface GuardOptions {
  address: DatabaseAddress
  log: Logger
  /** Called when an operator must change something before this process can run. */
  refuse(error: SettingsError): void
}

/**
 * Checks the database as soon as it can be reached. Resolves after the check, at the latest after five seconds; the
 * check then continues in the background.
 */
export async function guardDatabase(options: GuardOptions): Promise<void> {
  const { log } = options
  const checked = checkOnceReachable(options).then(() => true)
  if (await Promise.race([checked, pause(START_WAIT_MS, false, { ref: false })])) return
  log.warn('postgres.unreachable: retrying every second')
}

async function checkOnceReachable({ address, log, refuse }: GuardOptions): Promise<void> {
  for (;;) {
    try {
      for (const warning of await checkDatabase(address)) log.warn(`postgres.unprotected: ${warning}`)
      return
    } catch (error) {
      if (error instanceof SettingsError && !(error instanceof DatabaseUnreachableError)) return refuse(error)
      log.warn({ err: error }, 'postgres.check_failed')
    }
    await pause(RETRY_MS, undefined, { ref: false })
  }
}
