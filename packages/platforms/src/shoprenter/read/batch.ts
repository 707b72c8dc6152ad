import { PermanentError, RetryableError } from '../../contract/errors.ts'
import type { Json } from '../../contract/mirror-rows.ts'
import { type Api, errorCode, isMissing, nameOf, refused } from '../api/api.ts'
import { integer, list, object, unwrap, type Wire } from '../api/wire.ts'
import { scopeOf } from './collections.ts'

/** Maximum 200 requests per call. https://doc.shoprenter.hu/development/api/04_batch.html */
const BATCH = nameOf('POST', 'batch')

export type BatchApi = Pick<Api, 'requireOk' | 'urlOf' | 'throttled'>

export interface BatchRead {
  path: string
  query?: Record<string, string>
}

/** Up to 200 reads as one call. Bodies in the order of the reads, `null` for what the platform says does not exist. */
export async function readBatch(api: BatchApi, reads: readonly BatchRead[], cost: number): Promise<(Json | null)[]> {
  const requests = reads.map(({ path, query }) => ({ method: 'GET', uri: api.urlOf(path, query).href }))
  const answer = await api.requireOk('batch', { method: 'POST', body: { data: { requests } }, cost })
  const parts = list(object(unwrap(answer).requests).request)
  if (parts.length !== reads.length)
    throw new RetryableError(`${BATCH}: response has other parts than the request.`, { platform: 'shoprenter' })

  const bodies: (Json | null)[] = []
  for (const [index, part] of parts.entries()) bodies.push(await readPart(api, reads[index]?.path ?? '', part))
  return bodies
}

async function readPart(api: BatchApi, path: string, part: Wire): Promise<Json | null> {
  const response = object(part.response)
  const status = integer(object(response.header).statusCode) ?? 200
  if (status < 400) return response.body ?? {}

  const context = { platform: 'shoprenter', status }
  const code = errorCode(response.body ?? null)
  if (status === 429) return api.throttled(BATCH)
  if (status >= 500) throw new RetryableError(`${BATCH}: a part failed with status ${status}.`, context)
  if (isMissing({ status, code, value: null })) return null
  if (status !== 401 && status !== 403) throw refused(BATCH, { status, code })

  const missingScope = scopeOf(path)
  throw new PermanentError(`${BATCH}: access denied. The merchant must approve scope ${missingScope}.`, {
    ...context,
    missingScope,
  })
}
