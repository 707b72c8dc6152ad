import { ConnectorError } from '../../contract/errors.ts'
import type { WriteCall, WriteOutcome } from '../../contract/writes.ts'
import type { Api } from '../api/api.ts'
import type { Wire } from '../map/shapes.ts'
import { object } from '../map/wire.ts'
import { refusalOf } from './write-once.ts'

/**
 * Reads of an object may show it as it was before a write, for a time that is not documented. Only after this long, ms,
 * does it count that something is not there. The last attempt of a push is made later than that.
 */
const READS_SETTLE_MS = 10_000

/** A part of a change, with a call of its own. */
export interface Part {
  /** Whether the object, as read, has it already. */
  isIn(object: Wire): boolean
  write(): Promise<WriteOutcome>
  /** Carried out twice, it would be there twice. */
  isAppended?: boolean
}

export type Repeat = WriteCall['repeat']
export type ReadObject = () => Promise<{ kind: 'read'; object: Wire } | Extract<WriteOutcome, { kind: 'refused' }>>

interface Circumstances {
  read: ReadObject
  now(): Date
  repeat?: Repeat
  /** The object as it is, where it was just read. */
  known?: Wire
  /** A part of the change was carried out before these. */
  isBegun?: boolean
}

/**
 * Carries out what the object does not have yet. Every part can be repeated, so that a change that was interrupted goes
 * on: once a part was carried out, a shop that has to be waited for is no error any more.
 */
export async function carryOut(parts: readonly Part[], circumstances: Circumstances): Promise<WriteOutcome> {
  const { read, now, repeat } = circumstances
  const found = circumstances.known || !repeat ? null : await read()
  if (found?.kind === 'refused') return found
  const known = circumstances.known ?? found?.object
  let isBegun = circumstances.isBegun ?? false
  for (const part of parts) {
    if (known && part.isIn(known)) continue
    if (part.isAppended && !isSettled(repeat, now())) return unsettled
    try {
      const outcome = await writePart(part, circumstances)
      if (outcome.kind !== 'done') return outcome
    } catch (error) {
      if (!isBegun || !isWaiting(error)) throw error
      return { kind: 'begun', message: error.message }
    }
    isBegun = true
  }
  return { kind: 'done' }
}

/** What is refused because an earlier attempt did it is done. */
async function writePart(part: Part, { read, now, repeat }: Circumstances): Promise<WriteOutcome> {
  const outcome = await part.write()
  if (outcome.kind !== 'refused') return outcome
  const found = await read()
  if (found.kind === 'read' && part.isIn(found.object)) return { kind: 'done' }
  return isSettled(repeat, now()) ? outcome : unsettled
}

/** Whether reads show by now what the first attempt wrote. */
export function isSettled(repeat: Repeat, now: Date): boolean {
  return repeat === undefined || now.getTime() - repeat.firstSentAt.getTime() >= READS_SETTLE_MS
}

export const unsettled: WriteOutcome = {
  kind: 'unknown',
  message: 'The shop does not show it. What was written a moment ago may not be shown yet.',
}

/** The shop or its access has to be waited for, or the worker is stopping. */
function isWaiting(error: unknown): error is Error {
  return error instanceof ConnectorError || (error instanceof Error && error.name === 'AbortError')
}

/** Reads an object by its address; one that is gone, or archived, can be changed no more. */
export function reader(api: Api, path: string): ReadObject {
  return async () => {
    const { status, value } = await api.request(path)
    return status < 300 ? { kind: 'read', object: object(value) } : refusalOf(status, value)
  }
}
