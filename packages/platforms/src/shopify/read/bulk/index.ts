import type { BulkReader, ClientContext, Reader } from '../../api/client-context.ts'
import { alertLimitedHistory } from '../history.ts'
import { createBulkReader as createReader } from './bulk.ts'
import { createBulkResources } from './resources.ts'

/** Objects of which a bulk operation returns only the id are read by `objects`. */
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
