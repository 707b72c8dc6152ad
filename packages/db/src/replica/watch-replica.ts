import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '@shopmirror/config'
import type { Sql } from 'postgres'

const CHECK_MS = 1_000
/** A replica that does not answer within this is down. */
const ANSWER_MS = 2_000
/** Positions of the primary that are remembered, one a check. */
const POSITIONS_MAX = 600

export interface ReplicaWatchOptions {
  primary: Sql
  replica: Sql
  /** What is older is not read. */
  ageMsMax: number
  log: Logger
}

/** How old the rows of a replica are. */
export interface ReplicaWatch {
  /** They are not older than this, ms; `null`: the primary has to be read. */
  ageMs(): number | null
  /** The replica failed: it is not read until the next check finds it well. */
  failed(error: unknown): void
  /** Rejects as soon as the replica is not read any more: the driver would wait until it is back. */
  untilLost(): Promise<never>
  close(): Promise<void>
}

interface Position {
  at: number
  /** Byte of the write-ahead log that the primary had written then. */
  written: number
}

/**
 * Compares each second what the replica has replayed with what the primary had written when: no clock of another machine is
 * asked. Says in the log once when the replica is not read any more, and once when it is again.
 */
export function watchReplica({ primary, replica, ageMsMax, log }: ReplicaWatchOptions): ReplicaWatch {
  const positions: Position[] = []
  const closing = new AbortController()
  let replayedAt: number | null = null
  let isUsed: boolean | null = null
  let lost = createLoss()
  const askPrimary = oneAtATime(() => writtenBy(primary))
  const askReplica = oneAtATime(() => replayedBy(replica))

  function report(reason: unknown): void {
    if ((reason === null) === isUsed) return
    isUsed = reason === null
    if (reason === null) log.info('replica.used')
    else log.warn({ err: reason }, 'replica.unused: lists are read from the primary')
  }

  function ageMs(): number | null {
    const age = replayedAt === null ? null : performance.now() - replayedAt
    return age !== null && age <= ageMsMax ? age : null
  }

  async function check(): Promise<void> {
    const at = performance.now()
    const [now, replayed] = await inTime(Promise.all([askPrimary(), askReplica()]))
    positions.push({ at, written: now })
    if (positions.length > POSITIONS_MAX) positions.shift()
    replayedAt = positions.findLast(({ written }) => written <= replayed)?.at ?? null
    report(ageMs() === null ? new Error(`The replica is more than ${ageMsMax / 1_000} s behind.`) : null)
  }

  function failed(error: unknown): void {
    replayedAt = null
    lost.reject(error)
    lost = createLoss()
    report(error)
  }

  const checking = (async () => {
    while (!closing.signal.aborted) {
      await check().catch(failed)
      await pause(CHECK_MS, undefined, { ref: false, signal: closing.signal }).catch(() => undefined)
    }
  })()
  return {
    ageMs,
    failed,
    untilLost: () => lost.promise,
    async close() {
      closing.abort()
      await Promise.race([checking, pause(ANSWER_MS, undefined, { ref: false })])
    },
  }
}

function createLoss() {
  const loss = Promise.withResolvers<never>()
  loss.promise.catch(() => undefined)
  return loss
}

/** A server that is down would be asked once a second, and answer all of it when it is back. */
function oneAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | null = null
  return () => {
    asking ??= ask().finally(() => {
      asking = null
    })
    return asking
  }
}

async function writtenBy(primary: Sql): Promise<number> {
  const [row] = await primary<{ lsn: number }[]>`select (pg_current_wal_lsn() - '0/0')::float8 as lsn`
  return row?.lsn ?? 0
}

async function replayedBy(replica: Sql): Promise<number> {
  const [row] = await replica<{ lsn: number | null }[]>`
    select case when pg_is_in_recovery() then (pg_last_wal_replay_lsn() - '0/0')::float8 end as lsn`
  if (row?.lsn === undefined || row.lsn === null) throw new Error('DATABASE_REPLICA_URL does not lead to a replica.')
  return row.lsn
}

function inTime<T>(work: Promise<T>): Promise<T> {
  const late = pause(ANSWER_MS, undefined, { ref: false }).then(() => {
    throw new Error(`The replica or the primary did not answer within ${ANSWER_MS / 1_000} s.`)
  })
  // The slower one is nobody's business any more.
  work.catch(() => undefined)
  late.catch(() => undefined)
  return Promise.race([work, late])
}
