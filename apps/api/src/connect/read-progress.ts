import type { Repositories } from '@shopmirror/db'
import type { Shop } from '@shopmirror/jobs'
import { type Refusal, refusalNamed } from '../ingress/install-refusals.ts'

export type Installation = NonNullable<Awaited<ReturnType<Repositories['installations']['find']>>>
type RunResource = Awaited<ReturnType<Repositories['runs']['resources']>>[number]

/** What is read of a shop, as far as it has been read. */
export interface Part {
  resource: string
  status: RunResource['status']
  /** Objects. */
  read: number
  /** Objects in all according to the platform; `null` when it does not say. */
  total: number | null
}

/**
 * How far an install is.
 * - `approving`: the access is being set up.
 * - `reading`, `paused`, `interrupted`, `done`: the shop is connected; state of the first reading.
 * - `gone`: the shop has been disconnected since.
 */
export type Progress =
  | { kind: 'refused'; reason: Refusal | 'unknown' }
  | { kind: 'approving' | 'gone' }
  | { kind: 'reading' | 'paused' | 'interrupted' | 'done'; shop: Shop; parts: Part[] }

/** Reads the state of an installation that an account has, of its own shop only. */
export async function readProgress(installation: Installation, db: Repositories): Promise<Progress> {
  const { error, refusal, shopId } = installation
  const shop = shopId === null ? null : await db.shops.find(shopId)
  if (shop?.status === 'uninstalled') return { kind: 'gone' }
  if (error !== null) return { kind: 'refused', reason: refusalNamed(refusal) }
  if (installation.finishedAt === null || !shop) return { kind: 'approving' }
  if (shop.access === 'reauth_required') return { kind: 'refused', reason: 'access' }
  return readFirstRun(installation, shop, db)
}

/** Clocks of the machines that make installations and runs differ at most so much, ms. */
const CLOCKS_DIFFER_MS = 60_000

/** The run that the install started; a shop that had been set up before has none. */
async function readFirstRun({ createdAt }: Installation, shop: Shop, db: Repositories): Promise<Progress> {
  const since = new Date(createdAt.getTime() - CLOCKS_DIFFER_MS)
  const [run] = await db.runs.list({ accountId: null, shopId: shop.id, trigger: 'install', since, limit: 1 })
  if (shop.status === 'paused') return { kind: 'paused', shop, parts: [] }
  if (!run) return { kind: 'done', shop, parts: [] }
  const parts = (await db.runs.resources(run.id)).map(toPart)
  return { kind: kinds[run.status], shop, parts }
}

const kinds = {
  queued: 'reading',
  running: 'reading',
  paused: 'paused',
  succeeded: 'done',
  failed: 'interrupted',
  cancelled: 'interrupted',
} as const

/** A full run notes the id of each object; rows include variants and lines. */
function toPart({ resource, status, noted, rowsRead, announced }: RunResource): Part {
  return { resource, status, read: noted || rowsRead, total: announced }
}
