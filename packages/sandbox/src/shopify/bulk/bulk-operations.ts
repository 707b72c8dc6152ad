import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { GraphQLSchema } from 'graphql'
import type { Clock } from '../../clock.ts'
import type { FaultKind } from '../../faults.ts'
import { randomFrom } from '../../world/random.ts'
import { checkMutation, type MutationError, type WantedMutation } from './check-mutation.ts'
import { checkBulkQuery, type UserError } from './check-query.ts'
import type { ResultFiles } from './files.ts'
import {
  type ErrorCode,
  finishPayload,
  isEnded,
  type OperationNode,
  type Running,
  type Status,
  toNode,
} from './operation.ts'
import { type RunLine, writeMutationResult } from './write-mutation-result.ts'
import { type RunSlice, writeResult } from './write-result.ts'

/** Per app and shop, of one type, since 2026-01. */
const PARALLEL_MAX = 5
/** Real time between two states, ms: the platform's small jobs take about a second. */
const STEP_MS = 40
/** A failed operation got so far: calls of `run`. */
const SLICES_BEFORE_FAILURE = 1

export interface BulkOperationsOptions {
  clock: Clock
  schema: GraphQLSchema
  files: ResultFiles
  /** Runs a bulk query over a slice of its root connection. */
  run(query: string, slice: Parameters<RunSlice>[0], schema: GraphQLSchema): ReturnType<RunSlice>
  /** Carries a mutation out with the variables of one line. Default: nothing is carried out. */
  mutate?(mutation: string, variables: Parameters<RunLine>[0], schema: GraphQLSchema): ReturnType<RunLine>
  /** Whether a fault hits an operation that reads `path`. */
  isHit(kind: FaultKind, path: string): boolean
  /** Delivers `bulk_operations/finish`. */
  finished(payload: Record<string, unknown>): void
}

type Payload<Error> = { bulkOperation: OperationNode | null; userErrors: Error[] }

/** The bulk operations of one app in one shop. */
export interface BulkOperations {
  start(query: string, how?: Partial<Pick<Running, 'schema' | 'isGrouped'>>): Payload<UserError>
  startMutation(wanted: WantedMutation, schema?: GraphQLSchema): Payload<MutationError>
  cancel(id: string): Payload<Omit<UserError, 'code'>>
  find(id: string): OperationNode | null
  /** The newest first. */
  list(): OperationNode[]
  /** Resolves when nothing runs any more. */
  close(): Promise<void>
}

export function createBulkOperations(options: BulkOperationsOptions): BulkOperations {
  const { clock } = options
  const operations: Running[] = []
  const work = new Set<Promise<void>>()
  const find = (id: string) => operations.find((operation) => operation.id === id)
  const busyWith = (type: Running['type']) => operations.filter((each) => each.type === type && !isEnded(each))
  const begin = (input: Parameters<typeof createOperation>[0]) => {
    const operation = createOperation(input)
    operations.push(operation)
    const done = execute(operation, options).finally(() => work.delete(done))
    work.add(done)
    return { bulkOperation: toNode(operation), userErrors: [] }
  }

  return {
    start(query, { schema = options.schema, isGrouped = false } = {}) {
      const busy = busyWith('QUERY')
      const errors = checkBulkQuery(query, schema)
      if (errors.length > 0) return { bulkOperation: null, userErrors: errors }
      if (busy.length >= PARALLEL_MAX) return { bulkOperation: null, userErrors: [inProgress(busy)] }
      return begin({ type: 'QUERY', query, schema, isGrouped, createdAt: clock.now() })
    },

    startMutation(wanted, schema = options.schema) {
      const busy = busyWith('MUTATION')
      const errors = checkMutation(wanted, schema)
      if (errors.length > 0) return { bulkOperation: null, userErrors: errors }
      if (busy.length >= PARALLEL_MAX) return { bulkOperation: null, userErrors: [{ ...inProgress(busy, 'mutation') }] }
      const lines = (wanted.file ?? '').split('\n').filter((line) => line.trim() !== '')
      const { mutation: query } = wanted
      return begin({ type: 'MUTATION', query, lines, schema, isGrouped: true, createdAt: clock.now() })
    },

    cancel(id) {
      const operation = find(id)
      if (!operation) return { bulkOperation: null, userErrors: [cannot('Bulk operation does not exist')] }
      if (isEnded(operation)) {
        const message = `A bulk operation cannot be canceled when it is ${operation.status.toLowerCase()}`
        return { bulkOperation: toNode(operation), userErrors: [cannot(message)] }
      }
      operation.status = 'CANCELING'
      operation.stop.abort()
      return { bulkOperation: toNode(operation), userErrors: [] }
    },

    find: (id) => {
      const operation = find(id)
      return operation ? toNode(operation) : null
    },
    list: () => operations.map(toNode).reverse(),
    async close() {
      for (const { stop } of operations) stop.abort()
      await Promise.all(work)
    },
  }
}

function cannot(message: string): Omit<UserError, 'code'> {
  return { field: ['id'], message }
}

function inProgress(busy: readonly Running[], kind = 'query') {
  const ids = busy.map(({ id }) => id).join(', ')
  return {
    field: null,
    message: `A bulk ${kind} operation for this app and shop is already in progress: ${ids}.`,
    code: 'OPERATION_IN_PROGRESS' as const,
  }
}

let lastNumber = 0

/** Numbers are never used twice, not even by two sandboxes one after the other. */
function createOperation(
  input: Pick<Running, 'type' | 'query' | 'lines' | 'schema' | 'isGrouped' | 'createdAt'>,
): Running {
  lastNumber = Math.max(lastNumber + 1, Date.now() * 4_000)
  return {
    id: `gid://shopify/BulkOperation/${lastNumber}`,
    ...input,
    status: 'CREATED',
    errorCode: null,
    completedAt: null,
    progress: { objectCount: 0, rootObjectCount: 0, fileSize: 0 },
    url: null,
    stop: new AbortController(),
  }
}

async function execute(operation: Running, options: BulkOperationsOptions): Promise<void> {
  const { signal } = operation.stop
  try {
    await pause(STEP_MS, undefined, { signal })
    operation.status = 'RUNNING'
    const code = await produce(operation, options)
    await pause(STEP_MS, undefined, { signal })
    operation.errorCode = code
    end(operation, code ? 'FAILED' : 'COMPLETED', options)
  } catch {
    if (signal.aborted) await pause(STEP_MS)
    else operation.errorCode = 'INTERNAL_SERVER_ERROR'
    end(operation, signal.aborted ? 'CANCELED' : 'FAILED', options)
  }
}

/** Answers why it failed, or `null` when the result is whole. */
async function produce(operation: Running, options: BulkOperationsOptions): Promise<ErrorCode | null> {
  const { files, run, isHit } = options
  const { query, schema, isGrouped, progress, stop } = operation
  const path = `bulk/${/{\s*(\w+)/.exec(query)?.[1] ?? ''}`
  while (isHit('bulkHeld', path)) await pause(STEP_MS, undefined, { signal: stop.signal })
  if (isHit('bulkStuck', path)) await once(stop.signal, 'abort')

  const fails = isHit('bulkFailed', path)
  const file = files.create(operation.id)
  if (operation.lines) return mutate(operation, { ...options, fails, file })
  let slices = 0
  const code = await writeResult({
    path: file.path,
    ...{ progress, isGrouped },
    signal: stop.signal,
    dice: rolls(),
    run: (slice) => (fails && ++slices > SLICES_BEFORE_FAILURE ? timedOut() : run(query, slice, schema)),
  })
  if (progress.objectCount > 0) operation.url = file.url
  return fails ? 'TIMEOUT' : (code as ErrorCode | null)
}

interface MutationRun extends BulkOperationsOptions {
  /** Half-way. */
  fails: boolean
  file: { path: string; url: string }
}

/** What was carried out is reported also when the operation fails halfway. */
async function mutate(operation: Running, { file, fails, mutate: run }: MutationRun): Promise<ErrorCode | null> {
  const { query, schema, lines = [], progress, stop } = operation
  operation.url = file.url
  await writeMutationResult({
    ...{ path: file.path, progress, signal: stop.signal },
    lines: fails ? lines.slice(0, Math.ceil(lines.length / 2)) : lines,
    run: async (variables) => run?.(query, variables, schema) ?? { data: null, errors: [] },
  })
  return fails ? 'TIMEOUT' : null
}

const timedOut: () => ReturnType<RunSlice> = async () => ({ data: {}, errors: [{ code: 'TIMEOUT' }] })

function rolls(): () => number {
  let roll = 0
  return () => randomFrom(7, ++roll)
}

function end(operation: Running, status: Status, { clock, finished, isHit }: BulkOperationsOptions): void {
  operation.status = status
  operation.completedAt = clock.now()
  if (!isHit('bulkSilent', 'bulk/finish')) finished(finishPayload(operation))
}
