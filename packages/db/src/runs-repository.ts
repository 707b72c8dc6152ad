import { and, asc, count, desc, eq, gt, gte, inArray, lt, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { FencedError, PlanLimitError } from './errors.ts'
import { firstOf } from './first-of.ts'
import { type Tx, whileConnected } from './hold-shop.ts'
import { hasPart, isWithin, type Keyset, type ListQuery, type TimeRange } from './list-query.ts'
import { accounts, plans, shops, syncRunResources, syncRuns } from './schema/index.ts'
import type { RunStatus, RunTrigger, RunType } from './schema/sync-runs.ts'

/** The range is about when runs were created. */
export interface RunQuery extends ListQuery, TimeRange {
  type?: RunType | undefined
  trigger?: RunTrigger | undefined
  status?: RunStatus | undefined
  /** Part of the error's text. */
  error?: string | undefined
}

interface NewRun {
  shopId: string
  type: RunType
  trigger: RunTrigger
  resources: readonly string[]
  force?: boolean
  /** An incremental run reads at least from this moment on, whatever the watermark says. */
  since?: Date
}

/** Calls to the platform: how many, how many of them were answered 429, and the time waited for the budget, ms. */
export interface Spent {
  requests: number
  throttled: number
  waitedMs: number
}

/** A resource of a run, with the epoch of the worker that writes. */
export interface ResourceKey {
  runId: string
  epoch: number
  resource: string
}

const openStatuses: RunStatus[] = ['queued', 'running', 'paused']
/** How often an open run may end between the look for it and the try to open another. */
const CREATE_TRIES = 5
/** A run with an error of its own kind keeps it when it ends. */
const ended = (now: Date) => ({ finishedAt: now, heartbeatAt: now })

/**
 * Sync runs and their resources. Methods that take a `ResourceKey` throw `FencedError` when the run is no longer running
 * under that epoch.
 */
export const runsRepository = ({ db, now }: Connection) => {
  const resources = (runId: string) =>
    db.select().from(syncRunResources).where(eq(syncRunResources.runId, runId)).orderBy(asc(syncRunResources.position))

  const countSince = async (accountId: string, since: Date) => {
    const [row] = await db
      .select({ runs: count() })
      .from(syncRuns)
      .innerJoin(shops, eq(shops.id, syncRuns.shopId))
      .where(and(eq(shops.accountId, accountId), gte(syncRuns.createdAt, since)))
    return row?.runs ?? 0
  }

  return {
    /** The shop's open run when there is one: a unique index allows no second. Throws `ShopGoneError`. */
    create: (wish: NewRun) =>
      whileConnected(db, wish.shopId, async (tx) => {
        for (let attempt = 0; attempt < CREATE_TRIES; attempt++) {
          const run = await open(tx, wish, now())
          if (run) return { run, created: true }
          const known = await findOpen(tx, wish.shopId)
          if (known) return { run: known, created: false }
        }
        throw new Error(`Runs of shop ${wish.shopId} open and end faster than one can be looked at: start it again.`)
      }),

    findOpen: (shopId: string) => findOpen(db, shopId),

    async find(id: string) {
      return firstOf(await db.select().from(syncRuns).where(eq(syncRuns.id, id)))
    },

    resources,

    async findResource(runId: string, resource: string) {
      return firstOf(
        await db
          .select()
          .from(syncRunResources)
          .where(and(eq(syncRunResources.runId, runId), eq(syncRunResources.resource, resource))),
      )
    },

    list: ({ accountId, shopId, type, trigger, status, error, since, until, cursor, limit }: RunQuery) =>
      db
        .select({ run: syncRuns })
        .from(syncRuns)
        .innerJoin(shops, eq(shops.id, syncRuns.shopId))
        .where(
          and(
            accountId === null ? undefined : eq(shops.accountId, accountId),
            shopId ? eq(syncRuns.shopId, shopId) : undefined,
            type ? eq(syncRuns.type, type) : undefined,
            trigger ? eq(syncRuns.trigger, trigger) : undefined,
            status ? eq(syncRuns.status, status) : undefined,
            error ? hasPart(syncRuns.error, error) : undefined,
            ...isWithin(syncRuns.createdAt, { since, until }),
            cursor ? lt(syncRuns.id, cursor) : undefined,
          ),
        )
        .orderBy(desc(syncRuns.id))
        .limit(limit)
        .then((rows) => rows.map(({ run }) => run)),

    /** Takes the run over: a previous worker can no longer write. `null`: paused, cancelled, ended or unknown. */
    async begin(id: string) {
      const run = firstOf(
        await db
          .update(syncRuns)
          .set({
            status: 'running',
            epoch: sql`${syncRuns.epoch} + 1`,
            startedAt: sql`coalesce(${syncRuns.startedAt}, ${now().toISOString()}::timestamptz)`,
            heartbeatAt: now(),
          })
          .where(and(eq(syncRuns.id, id), inArray(syncRuns.status, ['queued', 'running'])))
          .returning(),
      )
      if (!run) return null
      return { run, epoch: run.epoch, resources: await resources(id) }
    },

    async startResource({
      runId,
      epoch,
      resource,
      windowFrom,
      windowTo,
    }: ResourceKey & { windowFrom: Date | null; windowTo: Date }) {
      await fenced(db, { runId, epoch, now: now() }, (tx) =>
        tx
          .update(syncRunResources)
          .set({ status: 'running', windowFrom, windowTo, startedAt: now() })
          .where(isResource(runId, resource)),
      )
    },

    /** Read to its end; what it did not see is being looked for. */
    async startReconciling({ runId, epoch, resource }: ResourceKey) {
      await fenced(db, { runId, epoch, now: now() }, (tx) =>
        tx.update(syncRunResources).set({ status: 'reconciling' }).where(isResource(runId, resource)),
      )
    },

    async checkpoint({ runId, epoch, resource, counts }: ResourceKey & { counts: { deleted?: number } }) {
      await fenced(db, { runId, epoch, now: now() }, (tx) =>
        tx
          .update(syncRunResources)
          .set({ deleted: sql`${syncRunResources.deleted} + ${counts.deleted ?? 0}` })
          .where(isResource(runId, resource)),
      )
    },

    async finishResource({
      runId,
      epoch,
      resource,
      status,
      error = null,
    }: ResourceKey & { status: 'succeeded' | 'failed'; error?: string | null }) {
      await fenced(db, { runId, epoch, now: now() }, (tx) =>
        tx.update(syncRunResources).set({ status, error, finishedAt: now() }).where(isResource(runId, resource)),
      )
    },

    async addSpent(id: string, spent: Spent) {
      await db.update(syncRuns).set(spentColumns(spent)).where(eq(syncRuns.id, id))
    },

    async finish(id: string, epoch: number, status: 'succeeded' | 'failed') {
      const done = await db
        .update(syncRuns)
        .set({ status, ...ended(now()) })
        .where(and(eq(syncRuns.id, id), eq(syncRuns.epoch, epoch), eq(syncRuns.status, 'running')))
        .returning({ id: syncRuns.id })
      return done.length > 0
    },

    /** Given up: the run and the resource it stood at say why. */
    fail: (id: string, { kind, message }: { kind: string; message: string }) =>
      db.transaction(async (tx) => {
        const run = firstOf(
          await tx
            .update(syncRuns)
            .set({ status: 'failed', error: message, errorKind: kind, ...ended(now()) })
            .where(and(eq(syncRuns.id, id), inArray(syncRuns.status, ['queued', 'running'])))
            .returning(),
        )
        await tx
          .update(syncRunResources)
          .set({ status: 'failed', error: message, finishedAt: now() })
          .where(and(eq(syncRunResources.runId, id), inArray(syncRunResources.status, ['running', 'reconciling'])))
        return run
      }),

    pause: (id: string) => move(db, { id, from: ['queued', 'running'], to: 'paused', at: now() }),
    resume: (id: string) => move(db, { id, from: ['paused'], to: 'queued', at: now() }),
    cancel: (id: string) => move(db, { id, from: openStatuses, to: 'cancelled', at: now() }),

    /** Open runs without progress since then, by id: they wait in the queue, or their job is gone. */
    silent: (before: Date, { after = '', limit }: Keyset) =>
      db
        .select({ id: syncRuns.id, shopId: syncRuns.shopId })
        .from(syncRuns)
        .where(
          and(
            inArray(syncRuns.status, ['queued', 'running']),
            lt(syncRuns.heartbeatAt, before),
            gt(syncRuns.id, after),
          ),
        )
        .orderBy(syncRuns.id)
        .limit(limit),

    /** Throws `PlanLimitError` when the plan's syncs of this calendar month (UTC) are used up. */
    async requireAllowance(accountId: string) {
      const [plan] = await db
        .select({ most: plans.syncsPerMonth })
        .from(accounts)
        .innerJoin(plans, eq(plans.id, accounts.planId))
        .where(eq(accounts.id, accountId))
      if (plan?.most == null || (await countSince(accountId, startOfMonth(now()))) < plan.most) return
      throw new PlanLimitError(
        `The plan allows ${plan.most} syncs a month: wait for the next month, or change the plan.`,
      )
    },

    countSince,

    async sweep(before: Date, limit: number) {
      const old = db.select({ id: syncRuns.id }).from(syncRuns).where(lt(syncRuns.finishedAt, before)).limit(limit)
      const gone = await db.delete(syncRuns).where(inArray(syncRuns.id, old)).returning({ id: syncRuns.id })
      return gone.length
    },
  }
}

/** `null`: there is an open one. */
async function open(tx: Tx, { resources, force = false, ...values }: NewRun, at: Date) {
  const run = firstOf(
    await tx
      .insert(syncRuns)
      .values({ id: createId('run'), ...values, force, heartbeatAt: at, createdAt: at })
      .onConflictDoNothing()
      .returning(),
  )
  if (!run) return null
  await tx
    .insert(syncRunResources)
    .values(resources.map((resource, position) => ({ runId: run.id, resource, position })))
  return run
}

async function findOpen(tx: Tx | Connection['db'], shopId: string) {
  return firstOf(
    await tx
      .select()
      .from(syncRuns)
      .where(and(eq(syncRuns.shopId, shopId), inArray(syncRuns.status, openStatuses))),
  )
}

function startOfMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()))
}

/** Locks the run, so that it stays ours while `work` writes; the heartbeat comes with it. Throws `FencedError`. */
async function fenced(
  db: Connection['db'],
  { runId, epoch, now }: { runId: string; epoch: number; now: Date },
  work: (tx: Tx) => Promise<unknown>,
): Promise<void> {
  await db.transaction(async (tx) => {
    const held = await tx
      .update(syncRuns)
      .set({ heartbeatAt: now })
      .where(and(eq(syncRuns.id, runId), eq(syncRuns.epoch, epoch), eq(syncRuns.status, 'running')))
      .returning({ id: syncRuns.id })
    if (held.length === 0) throw new FencedError(runId)
    await work(tx)
  })
}

function spentColumns({ requests, throttled, waitedMs }: Spent) {
  return {
    requests: sql`${syncRuns.requests} + ${requests}`,
    throttled: sql`${syncRuns.throttled} + ${throttled}`,
    waitedMs: sql`${syncRuns.waitedMs} + ${Math.round(waitedMs)}`,
  }
}

function isResource(runId: string, resource: string) {
  return and(eq(syncRunResources.runId, runId), eq(syncRunResources.resource, resource))
}

async function move(
  db: Connection['db'],
  { id, from, to, at }: { id: string; from: RunStatus[]; to: RunStatus; at: Date },
): Promise<boolean> {
  const finishedAt = to === 'cancelled' ? at : null
  const moved = await db
    .update(syncRuns)
    .set({ status: to, finishedAt, heartbeatAt: at })
    .where(and(eq(syncRuns.id, id), inArray(syncRuns.status, from)))
    .returning({ id: syncRuns.id })
  return moved.length > 0
}
