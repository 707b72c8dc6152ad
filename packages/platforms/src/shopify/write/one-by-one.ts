import { ConnectorError, PermanentError } from '../../contract/errors.ts'
import type { PushKind } from '../../contract/push-kinds.ts'
import type { Change, KindWrites, WriteCall, WriteOutcome } from '../../contract/writes.ts'
import type { WriteAnswer } from '../../http/write-to-shop.ts'

/** Steps of a change. */
export interface Steps {
  /** A mutation. One whose outcome is unknown ends the change. */
  carryOut<T extends object>(call: Promise<WriteAnswer<T>>): Promise<T>
}

type Send<Kind extends PushKind> = (
  change: Change<Kind>,
  steps: Steps,
  repeat: WriteCall<Kind>['repeat'],
) => Promise<WriteOutcome>

class Unknown extends Error {}

/**
 * Sends changes one after the other, each in its own steps. Once something was carried out, a shop that has to be
 * waited for is no error: the change is `begun`, and those after it are held back.
 */
export function oneByOne<Kind extends PushKind>(send: Send<Kind>): KindWrites<Kind>['send'] {
  return ({ changes, repeat }) => inTurn(changes, (change, steps) => send(change, steps, repeat))
}

/** The same for anything that is sent together. */
export async function inTurn<Item, Result>(
  items: readonly Item[],
  send: (item: Item, steps: Steps) => Promise<Result>,
): Promise<(Result | WriteOutcome)[]> {
  const results: (Result | WriteOutcome)[] = []
  let waits = false
  for (const item of items) {
    const result = waits
      ? ({ kind: 'held_back' } as const)
      : await sendItem(item, { send, isFirst: results.length === 0 })
    waits ||= isWaiting(result)
    results.push(result)
  }
  return results
}

function isWaiting(result: unknown): boolean {
  const { kind } = result as { kind?: unknown }
  return kind === 'begun' || kind === 'held_back'
}

async function sendItem<Item, Result>(
  item: Item,
  { send, isFirst }: { send(item: Item, steps: Steps): Promise<Result>; isFirst: boolean },
): Promise<Result | WriteOutcome> {
  let hasBegun = false
  const steps: Steps = {
    async carryOut(call) {
      const answer = await call
      if (answer.kind === 'unknown') throw new Unknown(answer.message)
      hasBegun ||= isAccepted(answer.value)
      return answer.value
    },
  }
  try {
    return await send(item, steps)
  } catch (error) {
    if (error instanceof Unknown) return { kind: 'unknown', message: error.message }
    if (!isWait(error) || (isFirst && !hasBegun)) throw error
    if (error instanceof PermanentError) {
      if (error.missingScope) throw error
      return { kind: 'refused', code: 'REFUSED', message: error.message }
    }
    return hasBegun ? { kind: 'begun', message: error.message } : { kind: 'held_back' }
  }
}

/** The shop has to be waited for, or the worker stops. */
function isWait(error: unknown): error is Error {
  return error instanceof ConnectorError || (error instanceof Error && error.name === 'AbortError')
}

function isAccepted(answer: object): boolean {
  return Object.values(answer).every((payload: { userErrors?: readonly unknown[] } | null) => {
    return payload !== null && (payload.userErrors ?? []).length === 0
  })
}
