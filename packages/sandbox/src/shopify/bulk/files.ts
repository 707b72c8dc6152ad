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
  /** A place for one result, and the address at which it is served. */
  create(): { path: string; url: string }
  /** Answers `/shopify/files/{token}.jsonl`. */
  serve(response: ServerResponse, pathname: string): Promise<void>
  close(): void
}

/** The store of results, for all shops; on disk, so that any size fits. */
export function createResultFiles({ url, clock, faults }: { url: string; clock: Clock; faults: Faults }): ResultFiles {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-results-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  const created = new Map<string, number>()

  return {
    create() {
      const token = randomBytes(16).toString('hex')
      created.set(token, clock.now())
      return {
        path: join(folder, token),
        url: `${url}/shopify/files/${token}.jsonl?response-content-type=application%2Fjsonl`,
      }
    },

    async serve(response, pathname) {
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
        'content-type': 'application/jsonl',
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

function refuse(response: ServerResponse): void {
  response
    .writeHead(400, { 'content-type': 'application/xml; charset=UTF-8' })
    .end(
      "<?xml version='1.0' encoding='UTF-8'?><Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>",
    )
}
