import { PermanentError } from '../../contract/errors.ts'
import type { Json } from '../../contract/mirror-rows.ts'
import type { WriteOutcome } from '../../contract/writes.ts'
import type { FetchOptions } from '../../http/fetch-public-file.ts'
import { type Api, errorCode, nameOf, refused } from '../api/api.ts'
import { integer, list, object, unwrap, type Wire } from '../api/wire.ts'
import type { Mapping } from '../map/mapping.ts'
import { scopeOf } from '../read/collections.ts'
import type { ReadAll } from '../read/read-all.ts'
import { refusalOf } from './write-one.ts'

const platform = 'shoprenter'
const BATCH = nameOf('POST', 'batch')

export interface WriteContext {
  api: Api
  mapping(): Promise<Mapping>
  /** Reads the shop's order statuses again, once. */
  refreshStatuses(): Promise<void>
  readAll: ReadAll
  now(): Date
  /** For pictures of products; default: only the public internet. */
  fetchOptions?: Pick<FetchOptions, 'isAllowed' | 'ca'>
  /** What a batch takes from the shop's allowance, requests. */
  batchCost: number
}

export interface BatchWrite {
  method: 'POST' | 'PUT' | 'DELETE'
  path: string
  data?: Json
}

/**
 * At most 200 writes as one call; parts that fail leave the others as they are. After a time-out nobody knows how far
 * the platform came. Outcomes in the order of the writes. https://doc.shoprenter.hu/development/api/04_batch.html
 */
export async function writeBatch(
  { api, batchCost }: Pick<WriteContext, 'api' | 'batchCost'>,
  writes: readonly BatchWrite[],
): Promise<WriteOutcome[]> {
  const requests = writes.map(({ method, path, data }) => ({
    ...{ method, uri: api.urlOf(path).href },
    ...(data !== undefined && { data }),
  }))
  const answer = await api.write('batch', { method: 'POST', body: { data: { requests } }, cost: batchCost })
  if (answer.kind === 'unknown') return writes.map(() => answer)
  const { status, code, value } = answer.value
  if (status >= 300) throw refused(BATCH, { status, code })
  const parts = list(object(unwrap(value).requests).request)
  // Parts have no ids: where one is missing, nothing says which.
  if (parts.length !== writes.length)
    return writes.map(() => ({ kind: 'unknown', message: `${BATCH}: response has other parts than the request.` }))
  return writes.map((write, index) => outcomeOf(parts[index] ?? {}, write))
}

function outcomeOf(part: Wire, write: BatchWrite): WriteOutcome {
  const response = object(part.response)
  const status = integer(object(response.header).statusCode)
  if (status === null || status >= 500)
    return { kind: 'unknown', message: `${BATCH}: a part failed with status ${status}.` }
  if (status < 300) return { kind: 'done' }
  if (status === 429) return { kind: 'not_done', message: `${BATCH}: a part was rate limited.` }
  if (status === 401 || status === 403) throw missingScope(status, write)
  const value = response.body ?? null
  return refusalOf(`${BATCH}: ${write.path.split('/')[0]}`, { status, code: errorCode(value), value })
}

function missingScope(status: number, { path, method }: BatchWrite): PermanentError {
  const scope = scopeOf(path, method)
  return new PermanentError(`${BATCH}: the shop does not allow it (${status}). Scope ${scope} has to be approved.`, {
    ...{ platform, status, missingScope: scope },
  })
}
