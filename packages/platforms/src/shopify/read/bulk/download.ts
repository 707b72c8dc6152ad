import { Agent, request } from 'undici'
import { RetryableError } from '../../../contract/errors.ts'

const CONNECT_TIMEOUT_MS = 5_000
const HEADERS_TIMEOUT_MS = 30_000
/** Between two pieces; the whole may take as long as it takes. */
const BODY_TIMEOUT_MS = 60_000

const agent = new Agent({
  connect: { timeout: CONNECT_TIMEOUT_MS },
  headersTimeout: HEADERS_TIMEOUT_MS,
  bodyTimeout: BODY_TIMEOUT_MS,
})

/** The address of a result no longer works; `null` in place of a stream says so. */
export type Download = AsyncIterable<Uint8Array> | null

/**
 * A result as it comes, never held whole. The address is signed, so it needs no token and stands in no message. Any
 * refusal (they differ: 400, 403, 404, 410) means that it has expired. Throws `RetryableError` when there is no answer.
 */
export async function openDownload(url: string): Promise<Download> {
  const { statusCode: status, body } = await ask(url)
  if (status === 200) return whole(body)
  await body.dump()
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) return null
  throw new RetryableError(`Result of a bulk operation: the store of results answered ${status}.`, {
    platform: 'shopify',
    status,
  })
}

async function ask(url: string) {
  try {
    return await request(url, { dispatcher: agent })
  } catch (error) {
    throw interrupted(error)
  }
}

async function* whole(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = body[Symbol.asyncIterator]()
  try {
    for (let chunk = await next(chunks); !chunk.done; chunk = await next(chunks)) yield chunk.value
  } finally {
    await chunks.return?.()
  }
}

/** Only what the network does is translated, not what the reader of the stream throws. */
async function next(chunks: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
  try {
    return await chunks.next()
  } catch (error) {
    throw interrupted(error)
  }
}

function interrupted(cause: unknown): RetryableError {
  return new RetryableError('Result of a bulk operation: the download broke off; it is fetched again.', {
    platform: 'shopify',
    cause,
  })
}
