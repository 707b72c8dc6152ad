import { type MirrorRows, type Resource, tableOf } from '../../contract/mirror-rows.ts'
import type { Objects, Page, PageRequest } from '../../contract/reads.ts'
import { mapIsolated } from '../../map/map-isolated.ts'
import type { ClientContext, Reader } from '../api/client-context.ts'
import { gidOf, numberOf } from '../api/gid.ts'
import { nextOf } from './connection.ts'
import { type Cursor, parseCursor } from './cursor.ts'
import { readDeletes } from './deletes.ts'
import { alertLimitedHistory } from './history.ts'
import { readLevels, readLevelsById } from './inventory.ts'
import { type Source, sources } from './sources.ts'

const ID = /^\d{1,20}$/

/** Reads by page and by id, within the shop's points. https://shopify.dev/docs/api/usage/pagination-graphql */
export function createReader(context: ClientContext): Reader {
  const objects = async (resource: Resource, externalIds: readonly string[]): Promise<Objects> => {
    if (resource === 'inventory') return readLevelsById(context, externalIds)
    return readById(context, resource, externalIds)
  }
  return {
    objects,

    async page(request) {
      const cursor = parseCursor(request.cursor)
      if (request.cursor === null) alertLimitedHistory(request, context)
      if (request.resource === 'inventory') return readLevels(context, request, cursor)
      return readSource(context, request, cursor)
    },

    async object(resource, externalId): Promise<MirrorRows | null> {
      const { rows, missing } = await objects(resource, [externalId])
      return missing.length > 0 ? null : rows
    },
  }
}

function sourceOf(resource: Resource): Source {
  const source = sources[resource]
  if (!source) throw new Error(`Shopify has no list of ${resource}.`)
  return source
}

async function readSource(context: ClientContext, { resource, window }: PageRequest, cursor: Cursor): Promise<Page> {
  const source = sourceOf(resource)
  const { since, deletedAs } = source
  if (cursor.step === 'deletes' && window && deletedAs)
    return readDeletes(context, { subject: deletedAs, from: window.from, after: cursor.after })

  const readAt = context.now()
  const connection = await source.page(context, {
    after: cursor.after,
    query: window && since ? since(window.from) : null,
  })
  const mapped = await mapNodes(context, resource, connection.nodes)
  const after = nextOf(connection)
  const deletesNext = window && deletedAs ? { step: 'deletes', after: null } : null
  return {
    rows: { origin: 'api', readAt, ...mapped },
    ids: (mapped.rows[tableOf[resource]] ?? []).map(({ externalId }) => externalId),
    next: after === null ? deletesNext : { step: 'objects', after },
  }
}

async function readById(context: ClientContext, resource: Resource, wanted: readonly string[]): Promise<Objects> {
  const source = sourceOf(resource)
  const readAt = context.now()
  const ids = wanted.filter((id) => ID.test(id)).map((id) => gidOf(source.type, id))
  const nodes = ids.length === 0 ? [] : await source.byIds(context, ids)
  const found = nodes.filter((node): node is { readonly id: string } => node !== null && 'id' in node)
  const known = new Set(found.map(({ id }) => numberOf(id)))
  return {
    rows: { origin: 'api', readAt, ...(await mapNodes(context, resource, found)) },
    missing: wanted.filter((id) => !known.has(id)),
  }
}

function mapNodes(context: ClientContext, resource: Resource, nodes: readonly { readonly id: string }[]) {
  return mapIsolated(nodes, {
    table: tableOf[resource],
    idOf: ({ id }) => numberOf(id),
    map: (some) => sourceOf(resource).map(some, context),
  })
}
