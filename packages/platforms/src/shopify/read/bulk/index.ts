import type { BulkReader, ClientContext, Reader } from '../../api/client-context.ts'
import { alertLimitedHistory } from '../history.ts'
import { createBulkReader as createReader } from './bulk.ts'
import { createBulkResources } from './resources.ts'

/** Whole objects of which a bulk operation shows but that they exist are read by `objects`. */
export function createBulkReader(context: ClientContext, reader: Pick<Reader, 'objects'>): BulkReader {
  const bulk = createReader(context, createBulkResources(reader))
  return {
    async readPage(request) {
      const page = await bulk.readPage(request)
      if (page && request.cursor === null) alertLimitedHistory(request, context)
      return page
    },
  }
}
