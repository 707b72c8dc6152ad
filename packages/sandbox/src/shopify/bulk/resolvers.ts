import type { Resolvers } from '../graphql/resolvers.ts'
import type { Subject } from '../nodes/node.ts'
import type { BulkOperations } from './bulk-operations.ts'
import type { OperationNode } from './operation.ts'
import type { Uploads } from './uploads.ts'

type Arguments = Record<string, unknown>

type Resolver = (args: Arguments) => unknown

/** Root fields about bulk operations, by their arguments alone. */
export function bulkResolvers(bulkOperations: BulkOperations): {
  Query: Record<string, Resolver>
  Mutation: Record<string, Resolver>
} {
  return {
    Query: {
      bulkOperation: ({ id }) => bulkOperations.find(String(id)),
      bulkOperations: (args) => connectionOf(bulkOperations.list(), args),
      currentBulkOperation: ({ type = 'QUERY' }) => bulkOperations.list().find((each) => each.type === type) ?? null,
    },
    Mutation: {
      bulkOperationRunQuery: ({ query, groupObjects }) =>
        bulkOperations.start(String(query), { isGrouped: groupObjects === true }),
      bulkOperationCancel: ({ id }) => bulkOperations.cancel(String(id)),
    },
  }
}

/** The same beside the rest of the API. */
export function bulkSubject(bulkOperations: BulkOperations, uploads: Uploads): Subject {
  const { Query, Mutation } = bulkResolvers(bulkOperations)
  return {
    find: { BulkOperation: ({ text }) => bulkOperations.find(text) },
    resolvers: {
      BulkOperation: {
        url: (source, _args, { origin }) => underOrigin((source as OperationNode).url, origin),
        partialDataUrl: (source, _args, { origin }) => underOrigin((source as OperationNode).partialDataUrl, origin),
      },
      Query: withoutSource(Query),
      Mutation: {
        ...withoutSource(Mutation),
        bulkOperationRunQuery: (_source, { query, groupObjects }, { schema }) =>
          bulkOperations.start(String(query), { schema, isGrouped: groupObjects === true }),
        bulkOperationRunMutation(_source, { mutation, stagedUploadPath, clientIdentifier }, { schema }) {
          const wanted = { mutation: String(mutation), clientIdentifier: (clientIdentifier as string) ?? null }
          return bulkOperations.startMutation({ ...wanted, file: uploads.find(String(stagedUploadPath)) }, schema)
        },
        stagedUploadsCreate: (_source, { input }, { origin }) => ({
          stagedTargets: (input as Parameters<Uploads['stage']>[0][]).map((file) => {
            const target = uploads.stage(file)
            return { ...target, url: underOrigin(target.url, origin) }
          }),
          userErrors: [],
        }),
      },
    },
  }
}

/** Results are served on every host, and a client may reach no other than the one that it calls. */
function underOrigin(address: string | null, origin?: string): string | null {
  if (address === null || origin === undefined) return address
  const { pathname, search } = new URL(address)
  return `${origin}${pathname}${search}`
}

function withoutSource(fields: Record<string, Resolver>): Resolvers[string] {
  return Object.fromEntries(
    Object.entries(fields).map(([name, resolve]) => [name, (_source: unknown, args: Arguments) => resolve(args)]),
  )
}

function connectionOf(all: OperationNode[], { first, last, query, reverse }: Arguments) {
  const found = all.filter(matcherOf(typeof query === 'string' ? query : ''))
  const ordered = reverse === true ? found.toReversed() : found
  const nodes = typeof last === 'number' ? ordered.slice(-last) : ordered.slice(0, Number(first ?? 50))
  const cursors = nodes.map(({ id }) => Buffer.from(JSON.stringify({ last_id: id })).toString('base64'))
  return {
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: cursors[index] })),
    pageInfo: {
      hasNextPage: nodes.length < ordered.length && typeof last !== 'number',
      hasPreviousPage: nodes.length < ordered.length && typeof last === 'number',
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
  }
}

/** The filters of this connection: terms of one field are alternatives, different fields all have to match. */
function matcherOf(query: string): (operation: OperationNode) => boolean {
  const wanted = new Map<string, string[]>()
  for (const [, field = '', value = ''] of query.matchAll(/(\w+):'?([\w/:-]+)'?/g))
    wanted.set(field, [...(wanted.get(field) ?? []), value.toLowerCase()])
  return ({ status, type, id }) => {
    const values: Record<string, string> = {
      status: status.toLowerCase(),
      operation_type: type.toLowerCase(),
      id: id.slice(id.lastIndexOf('/') + 1),
    }
    return [...wanted].every(([field, options]) => !(field in values) || options.includes(values[field] ?? ''))
  }
}
