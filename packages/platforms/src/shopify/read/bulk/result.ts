import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { tableOf } from '../../../contract/mirror-rows.ts'
import type { Page } from '../../../contract/reads.ts'
import { mapIsolated } from '../../../map/map-isolated.ts'
import { numberOf } from '../../api/gid.ts'
import { type BulkState, toCursor } from './cursor.ts'
import { openDownload } from './download.ts'
import { endOfPage } from './end-of-page.ts'
import { joinLines, linesOf } from './join.ts'
import type { Node } from './jsonl.ts'
import type { Operation } from './operations.ts'
import type { BulkResource } from './resources.ts'
import type { Counts } from './split.ts'
import { fillSpool, findSpool, partsFor, readPartition, removeAbandoned, removeSpool, type Spool } from './spool.ts'
import { requireSpool } from './spool-error.ts'
import { type BulkWork, emptyPage } from './work.ts'

/** The part of the result that comes next, when this machine has it; else `null`. */
export async function readSpooled(work: BulkWork, { next, ...state }: BulkState): Promise<Page | null> {
  const counts = next ? await findSpool(spoolOf(work, state, next.parts)) : null
  return next && counts ? readPart(work, { ...state, next }, counts) : null
}

/** Fetches the result of a completed operation and reads the part that comes next; `null` when the platform has it no longer. */
export async function readResult(work: BulkWork, state: BulkState, operation: Operation): Promise<Page | null> {
  const expected = { objects: Number(operation.objectCount), roots: Number(operation.rootObjectCount) }
  if (expected.objects === 0) return emptyPage(new Date(state.startedAt), null, 0)
  const { SHOPIFY_SPOOL_DIR: root } = work.context.settings
  await removeAbandoned(root, work.context.now())
  await requireSpool(root, Number(operation.fileSize ?? 0))
  const download = operation.url ? await openDownload(operation.url) : null
  if (!download) return null

  const next = state.next ?? { part: 0, parts: partsFor(Number(operation.fileSize ?? 0)), from: 0 }
  await fillSpool(spoolOf(work, state, next.parts), download, expected)
  return readPart(work, { ...state, next }, expected)
}

async function readPart(work: BulkWork, state: Required<BulkState>, counts: Counts): Promise<Page> {
  const { kind, context, resource } = work
  const spool = spoolOf(work, state, state.next.parts)
  const path = join(spool.folder, String(state.next.part))
  const joined = work.held.part?.path === path ? work.held.part.nodes : await joinPart(spool, state.next.part, kind)
  const { nodes, next } = cut(joined, state.next, kind)
  work.held.part = next?.part === state.next.part ? { path, nodes: joined } : null
  const mapped = await mapIsolated(nodes, {
    table: tableOf[resource],
    idOf: ({ id }) => (typeof id === 'string' ? numberOf(id) : null),
    map: (some) => kind.map([...some], context),
  })
  // All has been read: that the folder cannot be removed is no reason to read it again.
  if (!next) await removeSpool(spool).catch(({ message }: Error) => context.access.alert?.('bulk_spool', message))
  return {
    rows: { origin: 'api', readAt: new Date(state.startedAt), ...mapped },
    ids: (mapped.rows[tableOf[resource]] ?? []).map(({ externalId }) => externalId),
    next: next && toCursor({ ...state, next }),
    announced: kind.announced(counts),
  }
}

type Next = Required<BulkState>['next']

/** The nodes of one page, and where the next one begins: `null` after the last. */
function cut(nodes: Node[], { part, parts, from }: Next, kind: BulkResource): { nodes: Node[]; next: Next | null } {
  const end = endOfPage(nodes, from, kind)
  const after = part + 1 < parts ? { part: part + 1, parts, from: 0 } : null
  return { nodes: nodes.slice(from, end), next: end < nodes.length ? { part, parts, from: end } : after }
}

/** A damaged spool is not kept: the next attempt would read the same damage. */
async function joinPart(spool: Spool, part: number, { children }: BulkResource): Promise<Node[]> {
  try {
    return await joinLines(linesOf(await readPartition(spool, part)), children)
  } catch (error) {
    await removeSpool(spool)
    throw error
  }
}

/** Shops whose operations have the same number are thinkable only in tests, and kept apart all the same. */
function spoolOf({ context }: BulkWork, { id }: Pick<BulkState, 'id'>, parts: number): Spool {
  const name = createHash('sha256').update(`${context.shop.domain} ${id} ${parts}`).digest('hex').slice(0, 32)
  return { folder: join(context.settings.SHOPIFY_SPOOL_DIR, name), parts }
}
