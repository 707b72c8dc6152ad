import { ConnectorError, PermanentError } from '../../contract/errors.ts'
import type { WriteOutcome } from '../../contract/writes.ts'
import { type Api, type ApiAnswer, type ApiRequest, nameOf } from '../api/api.ts'
import { object, text, unwrap, type Wire } from '../api/wire.ts'

export type Refused = Extract<WriteOutcome, { kind: 'refused' }>
export type Unknown = Extract<WriteOutcome, { kind: 'unknown' }>

/** How one request of a change ended; `value` is the object as the platform answered it. */
export type StepOutcome = { kind: 'done'; value: Wire } | Refused | Unknown

/** One request that changes something. Throws where nothing was carried out and the shop has to be waited for. */
export async function writeOne(api: Api, path: string, request: ApiRequest): Promise<StepOutcome> {
  const answer = await api.write(path, request)
  if (answer.kind === 'unknown') return answer
  if (answer.value.status < 300) return { kind: 'done', value: unwrap(answer.value.value) }
  return refusalOf(nameOf(request.method ?? 'GET', path), answer.value)
}

/** With the platform's code and words. */
export function refusalOf(name: string, { status, code, value }: ApiAnswer): Refused {
  const words = text(object(value).message) ?? `rejected with status ${status}`
  return { kind: 'refused', code: String(code ?? status), message: `${name}: ${words}` }
}

/**
 * What follows the first request that was carried out: where the shop has to be waited for, the change has begun and goes
 * on later, because a push that counts as not sent would begin from the start. `createdId`: of what that request created.
 */
export async function onceBegun(
  work: () => Promise<WriteOutcome>,
  { isRepeat, createdId }: { isRepeat: boolean; createdId?: string },
): Promise<WriteOutcome> {
  const created = createdId !== undefined && { createdId }
  try {
    const outcome = await work()
    return outcome.kind === 'refused' ? { ...outcome, ...created } : outcome
  } catch (error) {
    if (!isWaiting(error)) throw error
    if (!(error instanceof PermanentError)) return { kind: 'begun', message: error.message }
    if (!error.missingScope) return { kind: 'refused', code: 'refused', message: error.message, ...created }
    // A repeat keeps its call, whatever is thrown; so the missing scope is reported.
    if (isRepeat) throw error
    return { kind: 'begun', message: error.message }
  }
}

/** A worker that stops aborts calls that wait for the rate limit. */
function isWaiting(error: unknown): error is Error {
  return error instanceof ConnectorError || (error instanceof Error && error.name === 'AbortError')
}
