import { randomBytes } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Clock } from '../../clock.ts'
import type { Faults } from '../../faults.ts'

/** Results are kept so long, ms. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1_000

export interface ResultFiles {
  /** A place for the result of one operation, and the address at which it is served. */
  create(operationId: string): { path: string; url: string }
  /** Answers `/shopify/files/{token}.jsonl`, with the headers that the query of the address names. */
  serve(response: ServerResponse, address: string): Promise<void>
  close(): void
}

/** The store of results, for all shops; on disk, so that any size fits. */
export function createResultFiles({ url, clock, faults }: { url: string; clock: Clock; faults: Faults }): ResultFiles {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-results-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  const created = new Map<string, number>()

  return {
    create(operationId) {
      const token = randomBytes(16).toString('hex')
      created.set(token, clock.now())
      const query = signedQuery(operationId, clock.now() + KEPT_MS)
      return { path: join(folder, token), url: `${url}/shopify/files/${token}.jsonl?${query}` }
    },

    async serve(response, address) {
      const { pathname, searchParams } = new URL(address, url)
      const token = /^\/shopify\/files\/([0-9a-f]{32})\.jsonl$/.exec(pathname)?.[1] ?? ''
      const since = created.get(token)
      const hits = faults.hit(['bulkExpired', 'bulkShort', 'truncate'], { path: pathname, shop: '' })
      const kinds = new Set(hits.map(({ kind }) => kind))
      if (since === undefined || clock.now() - since > KEPT_MS || kinds.has('bulkExpired')) return refuse(response)
      const path = join(folder, token)
      const { size } = await stat(path)
      const end = kinds.has('bulkShort') || kinds.has('truncate') ? Math.floor(size / 2) : size
      // A short file looks whole; a cut one breaks off.
      response.writeHead(200, {
        'content-type': searchParams.get('response-content-type') ?? 'application/jsonl',
        'content-disposition': searchParams.get('response-content-disposition') ?? 'attachment',
        'content-length': String(kinds.has('bulkShort') ? end : size),
      })
      if (end > 0)
        await pipeline(createReadStream(path, { end: end - 1 }), response, { end: false }).catch(() =>
          response.destroy(),
        )
      if (kinds.has('truncate')) response.destroy()
      else response.end()
    },

    close() {
      process.off('exit', remove)
      remove()
    },
  }
}

/** As of a signed address of Google's storage: programs read the file's name from it. */
function signedQuery(operationId: string, expiresAt: number): string {
  const name = `bulk-${operationId.slice(operationId.lastIndexOf('/') + 1)}.jsonl`
  const query = new URLSearchParams({
    GoogleAccessId: 'assets-us-prod@shopify-tiers.iam.gserviceaccount.com',
    Expires: String(Math.floor(expiresAt / 1_000)),
    Signature: randomBytes(256).toString('base64'),
    'response-content-disposition': `attachment; filename="${name}"; filename*=UTF-8''${name}`,
    'response-content-type': 'application/jsonl',
  })
  return query.toString().replaceAll('*', '%2A')
}

function refuse(response: ServerResponse): void {
  response
    .writeHead(400, { 'content-type': 'application/xml; charset=UTF-8' })
    .end(
      "<?xml version='1.0' encoding='UTF-8'?><Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>",
    )
}
