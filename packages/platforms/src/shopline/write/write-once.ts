import type { Json } from '../../contract/mirror-rows.ts'
import type { WriteOutcome } from '../../contract/writes.ts'
import type { Api, ApiRequest } from '../api/api.ts'
import type { Wire } from '../map/shapes.ts'
import { object, text, words } from '../map/wire.ts'

/** Texts of the platform are cut here, characters. */
const WORDS_MAX = 500

/** What one call came to: the body of a 2xx, or how the change ends. */
export type Written = { kind: 'written'; body: Wire } | Extract<WriteOutcome, { kind: 'refused' | 'unknown' }>

/** One call that changes something; never repeated. Throws as `Api.write` does, where nothing was carried out. */
export async function writeOnce(api: Api, path: string, request: ApiRequest): Promise<Written> {
  const answer = await api.write(path, request)
  if (answer.kind === 'unknown') return answer
  const { status, value } = answer.value
  return status < 300 ? { kind: 'written', body: object(value) } : refusalOf(status, value)
}

/** The outcome of a call whose answer says no more than that it was carried out. */
export async function writeOutcome(api: Api, path: string, request: ApiRequest): Promise<WriteOutcome> {
  const written = await writeOnce(api, path, request)
  return written.kind === 'written' ? { kind: 'done' } : written
}

/** Errors are `{message, code}` or `{error, code}`; those of images have a list of texts. */
export function refusalOf(status: number, value: Json): Extract<WriteOutcome, { kind: 'refused' }> {
  const { code, error, message } = object(value)
  const said = text(message) ?? (Array.isArray(error) ? words(error).join('; ') : text(error))
  return {
    kind: 'refused',
    code: text(code) ?? String(status),
    message: `SHOPLINE refused it (${status}): ${said?.slice(0, WORDS_MAX) || 'no reason given'}`,
  }
}
