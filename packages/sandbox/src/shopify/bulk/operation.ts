import type { GraphQLSchema } from 'graphql'
import type { Clock } from '../../clock.ts'
import type { Progress } from './write-result.ts'

export type Status = 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELING' | 'CANCELED' | 'EXPIRED'
export type ErrorCode = 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | 'TIMEOUT'

/** One bulk operation as the sandbox keeps it. */
export interface Running {
  id: string
  type: 'QUERY' | 'MUTATION'
  query: string
  /** Of a mutation: its variables, a line each. */
  lines?: readonly string[]
  /** Of the API version of the call. */
  schema: GraphQLSchema
  /** `groupObjects`: children follow their parent in the result. */
  isGrouped: boolean
  status: Status
  errorCode: ErrorCode | null
  createdAt: number
  completedAt: number | null
  progress: Progress
  /** Of the file, when there is one. */
  url: string | null
  stop: AbortController
}

/** As https://shopify.dev/docs/api/admin-graphql/latest/objects/BulkOperation says it: counts are texts. */
export interface OperationNode {
  __typename: 'BulkOperation'
  id: string
  type: Running['type']
  status: Status
  errorCode: ErrorCode | null
  createdAt: string
  completedAt: string | null
  objectCount: string
  rootObjectCount: string
  fileSize: string | null
  url: string | null
  partialDataUrl: string | null
  query: string
}

export function toNode({
  id,
  type,
  query,
  status,
  errorCode,
  createdAt,
  completedAt,
  progress,
  url,
}: Running): OperationNode {
  return {
    __typename: 'BulkOperation',
    type,
    ...{ id, query, status, errorCode },
    createdAt: timeOf(createdAt),
    completedAt: completedAt === null ? null : timeOf(completedAt),
    objectCount: String(progress.objectCount),
    rootObjectCount: String(progress.rootObjectCount),
    fileSize: url ? String(progress.fileSize) : null,
    url: status === 'COMPLETED' ? url : null,
    partialDataUrl: status === 'FAILED' ? url : null,
  }
}

/** The payload of `bulk_operations/finish`: status and type in lower case. */
export function finishPayload({
  id,
  type,
  status,
  errorCode,
  createdAt,
  completedAt,
}: Running): Record<string, unknown> {
  return {
    admin_graphql_api_id: id,
    completed_at: completedAt === null ? null : timeOf(completedAt),
    created_at: timeOf(createdAt),
    error_code: errorCode?.toLowerCase() ?? null,
    status: status.toLowerCase(),
    type: type.toLowerCase(),
  }
}

export function isEnded({ status }: Running): boolean {
  return status !== 'CREATED' && status !== 'RUNNING' && status !== 'CANCELING'
}

/** To the second, as the platform writes it. */
function timeOf(time: ReturnType<Clock['now']>): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`
}
