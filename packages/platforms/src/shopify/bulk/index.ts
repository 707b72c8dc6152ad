import type { BulkReader, ClientContext } from '../client-context.ts'
import { createBulkReader as createReader } from './bulk.ts'
import { bulkResources } from './resources.ts'

export function createBulkReader(context: ClientContext): BulkReader {
  return createReader(context, bulkResources)
}
