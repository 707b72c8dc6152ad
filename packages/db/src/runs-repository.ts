import { and, asc, count, desc, eq, getTableColumns, gt, gte, inArray, lt, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { hourOf } from './count-hour.ts'
import { createId } from './create-id.ts'
import { FencedError, PlanLimitError } from './errors.ts'
import { firstOf } from './first-of.ts'
import { isWithin, type Keyset, type ListQuery, type TimeRange } from './list-query.ts'
import { accounts, plans, shops, syncRunResources, syncRuns } from './schema/index.ts'
import type { RunStatus, RunTrigger, RunType } from './schema/sync-runs.ts'
import { type Tx, whileConnected } from './while-connected.ts'
import { matchingError } from './with-error.ts'

/** The time range filters by `createdAt`. */
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
  /** An incremental run reads from this time on at the latest, even if the watermark is newer. */
  since?: Date
}

/** Calls to the platform: total, answered with 429, and the time waited for the budget, ms. */
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
/** How often creating a run is retried when the open run ends between the insert and the read. */
const CREATE_ATTEMPTS = 5
const finished = (now: Date) => ({ finishedAt: now, heartbeatAt: now })

/**
 * Sync runs and their resources. Methods that take a `ResourceKey` throw `FencedError` when the run is no longer
 * running under that epoch.
 */
export const runsRepository = ({ db, now, changed }: Connection) => {
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

  const tellStatus = ({ id, shopId }: { id: string; shopId: string }) => changed({ kind: 'run', shopId, id })
  const tellProgress = ({ id, shopId }: { id: string; shopId: string }) => changed({ kind: 'run_progress', shopId, id })
  const moveTo = async (id: string, from: RunStatus[], to: RunStatus) => {
    const moved = await setStatus(db, { id, from, to, at: now() })
    moved.forEach(tellStatus)
    return moved.length > 0
  }

  return {
    /** Creates a run, or returns the shop's open run: a unique index allows only one. Throws `ShopGoneError`. */
    async create(newRun: NewRun) {
      const opened = await whileConnected(db, newRun.shopId, async (tx) => {
        for (let attempt = 0; attempt < CREATE_ATTEMPTS; attempt++) {
          const run = await open(tx, newRun, now())
          if (run) return { run, created: true }
          const known = await findOpen(tx, newRun.shopId)
          if (known) return { run: known, created: false }
        }
        throw new Error(
          `A run of shop ${newRun.shopId} could not be created, because others kept starting and ending. Try again.`,
        )
      })
      if (opened.created) tellStatus(opened.run)
      return opened
    },

    /** The run of the shop that is queued, running or paused; `null` when there is none. */
    findOpen: (shopId: string) => findOpen(db, shopId),

    /** `null` for an unknown id. */
    async find(id: string) {
      return firstOf(await db.select().from(syncRuns).where(eq(syncRuns.id, id)))
    },

    resources,

    /** The shop's newest run, open or ended; `null` when it has none. */
    async latest(shopId: string) {
      return firstOf(
        await db.select().from(syncRuns).where(eq(syncRuns.shopId, shopId)).orderBy(desc(syncRuns.id)).limit(1),
      )
    },

    /** Each resource in the shop's newest full run that read it and succeeded. */
    async lastFull(shopId: string) {
      return db
        .selectDistinctOn([syncRunResources.resource], getTableColumns(syncRunResources))
        .from(syncRuns)
        .innerJoin(syncRunResources, eq(syncRunResources.runId, syncRuns.id))
        .where(and(eq(syncRuns.shopId, shopId), eq(syncRuns.type, 'full'), eq(syncRuns.status, 'succeeded')))
        .orderBy(asc(syncRunResources.resource), desc(syncRuns.id))
    },

    /** `null` when the run does not read the resource. */
    async findResource(runId: string, resource: string) {
      return firstOf(
        await db
          .select()
          .from(syncRunResources)
          .where(and(eq(syncRunResources.runId, runId), eq(syncRunResources.resource, resource))),
      )
    },

    /** Newest first. `accountId` null: of all accounts. */
    list({ accountId, shopId, type, trigger, status, error, since, until, cursor, limit }: RunQuery) {
      const rows = db
        .select(getTableColumns(syncRuns))
        .from(syncRuns)
        .innerJoin(shops, eq(shops.id, syncRuns.shopId))
        .where(
          and(
            accountId === null ? undefined : eq(shops.accountId, accountId),
            shopId ? eq(syncRuns.shopId, shopId) : undefined,
            type ? eq(syncRuns.type, type) : undefined,
            trigger ? eq(syncRuns.trigger, trigger) : undefined,
            status ? eq(syncRuns.status, status) : undefined,
            ...isWithin(syncRuns.createdAt, { since, until }),
            cursor ? lt(syncRuns.id, cursor) : undefined,
          ),
        )
        .orderBy(desc(syncRuns.id))
        .limit(limit)
        .$dynamic()
      if (!error) return rows
      const matching = matchingError('sync_runs', error, { accountId, shopId, cursor })
      return rows.innerJoin(matching, sql`matching.id = ${syncRuns.id}`)
    },

    /**
     * Takes over a run: a previous worker can no longer write. `null` when it is paused, cancelled, finished or
     * unknown.
     */
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
      tellStatus(run)
      return { run, epoch: run.epoch, resources: await resources(id) }
    },

    /** Begins a resource with its window; `windowFrom` null: from the beginning. Throws `FencedError`. */
    async startResource({
      runId,
      epoch,
      resource,
      windowFrom,
      windowTo,
    }: ResourceKey & { windowFrom: Date | null; windowTo: Date }) {
      await fenced(db, { runId, epoch, now: now() }, (tx, run) =>
        tx
          .update(syncRunResources)
          .set({ status: 'running', windowFrom, windowTo, startedAt: now() })
          .where(isResource(run, resource)),
      ).then(tellProgress)
    },

    /** The resource has been read to its end; now objects that were not seen are confirmed. */
    async startReconciling({ runId, epoch, resource }: ResourceKey) {
      await fenced(db, { runId, epoch, now: now() }, (tx, run) =>
        tx.update(syncRunResources).set({ status: 'reconciling' }).where(isResource(run, resource)),
      ).then(tellProgress)
    },

    /** Adds deleted rows to the resource's count. Throws `FencedError`. */
    async checkpoint({ runId, epoch, resource, counts }: ResourceKey & { counts: { deleted?: number } }) {
      await fenced(db, { runId, epoch, now: now() }, (tx, run) =>
        tx
          .update(syncRunResources)
          .set({ deleted: sql`${syncRunResources.deleted} + ${counts.deleted ?? 0}` })
          .where(isResource(run, resource)),
      ).then(tellProgress)
    },

    /** Ends a resource, with the error if it failed. Throws `FencedError`. */
    async finishResource({
      runId,
      epoch,
      resource,
      status,
      error = null,
    }: ResourceKey & { status: 'succeeded' | 'failed'; error?: string | null }) {
      await fenced(db, { runId, epoch, now: now() }, (tx, run) =>
        tx.update(syncRunResources).set({ status, error, finishedAt: now() }).where(isResource(run, resource)),
      ).then(tellProgress)
    },

    /** Adds calls and waiting time to the run. */
    async addSpent(id: string, spent: Spent) {
      await db.update(syncRuns).set(spentColumns(spent)).where(eq(syncRuns.id, id))
    },

    /** Ends the run. `false` when it was paused, cancelled or taken over. */
    async finish(id: string, epoch: number, status: 'succeeded' | 'failed') {
      const done = await db.transaction(async (tx) => {
        const ended = await tx
          .update(syncRuns)
          .set({ status, ...finished(now()) })
          .where(and(eq(syncRuns.id, id), eq(syncRuns.epoch, epoch), eq(syncRuns.status, 'running')))
          .returning({ id: syncRuns.id, shopId: syncRuns.shopId })
        if (ended.length > 0) await countEnded(tx, id, now())
        return ended
      })
      done.forEach(tellStatus)
      return done.length > 0
    },

    /**
     * Ends a run as failed, with the error on the run and on its unfinished resource. Returns the run; `null` when it
     * was not open.
     */
    async fail(id: string, { kind, message }: { kind: string; message: string }) {
      const failed = await db.transaction(async (tx) => {
        const run = firstOf(
          await tx
            .update(syncRuns)
            .set({ status: 'failed', error: message, errorKind: kind, ...finished(now()) })
            .where(and(eq(syncRuns.id, id), inArray(syncRuns.status, ['queued', 'running'])))
            .returning(),
        )
        await tx
          .update(syncRunResources)
          .set({ status: 'failed', error: message, finishedAt: now() })
          .where(and(eq(syncRunResources.runId, id), inArray(syncRunResources.status, ['running', 'reconciling'])))
        if (run) await countEnded(tx, id, now())
        return run
      })
      if (failed) tellStatus(failed)
      return failed
    },

    /** `false` when it was neither queued nor running. */
    pause: (id: string) => moveTo(id, ['queued', 'running'], 'paused'),
    /** Queues a paused run; `false` when it was not paused. */
    resume: (id: string) => moveTo(id, ['paused'], 'queued'),
    /** `false` when it has ended already. */
    cancel: (id: string) => moveTo(id, openStatuses, 'cancelled'),

    /** Open runs without a heartbeat since then, ordered by id: they wait in the queue, or Redis lost their job. */
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
        `The plan allows ${plan.most} syncs a month. Wait for the next month, or change the plan.`,
      )
    },

    countSince,

    /** Deletes at most `limit` runs that ended before `before`. Returns how many. */
    async sweep(before: Date, limit: number) {
      const old = db.select({ id: syncRuns.id }).from(syncRuns).where(lt(syncRuns.finishedAt, before)).limit(limit)
      const gone = await db.delete(syncRuns).where(inArray(syncRuns.id, old)).returning({ id: syncRuns.id })
      return gone.length
    },
  }
}

/** Counts a run that the transaction has ended, and the rows it has read and changed. */
async function countEnded(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.execute(sql`
    insert into hour_deltas (shop_id, hour, counter, amount)
    select r.shop_id, ${hourOf(at)}::timestamptz, c.counter, least(c.amount, 2147483647)
    from sync_runs r
    cross join lateral (
      select coalesce(sum(p.rows_read), 0) as read, coalesce(sum(p.inserted + p.updated + p.deleted), 0) as changed
      from sync_run_resources p where p.run_id = r.id
    ) as rows
    cross join lateral (
      values ('runs_' || r.status, 1), ('rows_read', rows.read), ('rows_changed', rows.changed)
    ) as c(counter, amount)
    where r.id = ${id} and c.amount > 0`)
}

/** `null` when the shop has an open run. */
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
    .values(resources.map((resource, position) => ({ runId: run.id, shopId: run.shopId, resource, position })))
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

/**
 * Locks the run and updates its heartbeat, so that no other worker takes it over while `work` writes. Throws
 * `FencedError`.
 */
async function fenced(
  db: Connection['db'],
  { runId, epoch, now }: { runId: string; epoch: number; now: Date },
  work: (tx: Tx, run: { id: string; shopId: string }) => Promise<unknown>,
): Promise<{ id: string; shopId: string }> {
  return db.transaction(async (tx) => {
    const locked = await tx
      .update(syncRuns)
      .set({ heartbeatAt: now })
      .where(and(eq(syncRuns.id, runId), eq(syncRuns.epoch, epoch), eq(syncRuns.status, 'running')))
      .returning({ id: syncRuns.id, shopId: syncRuns.shopId })
    const [run] = locked
    if (!run) throw new FencedError(runId)
    await work(tx, run)
    return run
  })
}

function spentColumns({ requests, throttled, waitedMs }: Spent) {
  return {
    requests: sql`${syncRuns.requests} + ${requests}`,
    throttled: sql`${syncRuns.throttled} + ${throttled}`,
    waitedMs: sql`${syncRuns.waitedMs} + ${Math.round(waitedMs)}`,
  }
}

function isResource(run: { id: string; shopId: string }, resource: string) {
  return and(
    eq(syncRunResources.runId, run.id),
    eq(syncRunResources.shopId, run.shopId),
    eq(syncRunResources.resource, resource),
  )
}

async function setStatus(
  db: Connection['db'],
  { id, from, to, at }: { id: string; from: RunStatus[]; to: RunStatus; at: Date },
): Promise<{ id: string; shopId: string }[]> {
  const finishedAt = to === 'cancelled' ? at : null
  return db
    .update(syncRuns)
    .set({ status: to, finishedAt, heartbeatAt: at })
    .where(and(eq(syncRuns.id, id), inArray(syncRuns.status, from)))
    .returning({ id: syncRuns.id, shopId: syncRuns.shopId })
}
