import { and, asc, count, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { FencedError, PlanLimitError } from './errors.ts'
import { firstOf } from './first-of.ts'
import { accounts, plans, shops, syncRunResources, syncRuns } from './schema/index.ts'
import type { RunStatus, RunTrigger, RunType } from './schema/sync-runs.ts'

interface NewRun {
  shopId: string
  type: RunType
  trigger: RunTrigger
  resources: readonly string[]
  force?: boolean
}

export interface Spent {
  requests: number
  throttled: number
  waitedMs: number
}

export interface ResourceKey {
  runId: string
  epoch: number
  resource: string
}

const openStatuses: RunStatus[] = ['queued', 'running', 'paused']
/** A run with an error of its own kind keeps it when it ends. */
const ended = (now: Date) => ({ finishedAt: now, heartbeatAt: now })

export const runsRepository = ({ db, now }: Connection) => ({
  /** The shop's open run when there is one: a unique index allows no second. */
  async create({ resources, force = false, ...values }: NewRun) {
    return db.transaction(async (tx) => {
      const run = firstOf(
        await tx
          .insert(syncRuns)
          .values({ id: createId('run'), ...values, force, heartbeatAt: now() })
          .onConflictDoNothing()
          .returning(),
      )
      if (run) {
        await tx
          .insert(syncRunResources)
          .values(resources.map((resource, position) => ({ runId: run.id, resource, position })))
        return { run, created: true }
      }
      const open = firstOf(
        await tx
          .select()
          .from(syncRuns)
          .where(and(eq(syncRuns.shopId, values.shopId), inArray(syncRuns.status, openStatuses))),
      )
      // It ended between the two statements: the caller may simply ask again.
      if (!open) throw new Error(`The open run of shop ${values.shopId} ended just now: start again.`)
      return { run: open, created: false }
    })
  },

  async find(id: string) {
    return firstOf(await db.select().from(syncRuns).where(eq(syncRuns.id, id)))
  },

  resources: (runId: string) =>
    db.select().from(syncRunResources).where(eq(syncRunResources.runId, runId)).orderBy(asc(syncRunResources.position)),

  async findResource(runId: string, resource: string) {
    return firstOf(
      await db
        .select()
        .from(syncRunResources)
        .where(and(eq(syncRunResources.runId, runId), eq(syncRunResources.resource, resource))),
    )
  },

  list: ({
    accountId,
    shopId,
    status,
    cursor,
    limit,
  }: {
    accountId: string | null
    shopId?: string
    status?: RunStatus
    cursor?: string
    limit: number
  }) =>
    db
      .select({ run: syncRuns })
      .from(syncRuns)
      .innerJoin(shops, eq(shops.id, syncRuns.shopId))
      .where(
        and(
          accountId === null ? undefined : eq(shops.accountId, accountId),
          shopId ? eq(syncRuns.shopId, shopId) : undefined,
          status ? eq(syncRuns.status, status) : undefined,
          cursor ? lt(syncRuns.id, cursor) : undefined,
        ),
      )
      .orderBy(desc(syncRuns.id))
      .limit(limit)
      .then((rows) => rows.map(({ run }) => run)),

  /** Takes the run: whoever had it before is fenced off. `null`: paused, cancelled, ended or unknown. */
  async begin(id: string) {
    const run = firstOf(
      await db
        .update(syncRuns)
        .set({
          status: 'running',
          epoch: sql`${syncRuns.epoch} + 1`,
          startedAt: sql`coalesce(${syncRuns.startedAt}, now())`,
          heartbeatAt: now(),
        })
        .where(and(eq(syncRuns.id, id), inArray(syncRuns.status, ['queued', 'running'])))
        .returning(),
    )
    if (!run) return null
    return { run, epoch: run.epoch, resources: await this.resources(id) }
  },

  async startResource({
    runId,
    epoch,
    resource,
    windowFrom,
    windowTo,
  }: ResourceKey & { windowFrom: Date | null; windowTo: Date }) {
    await fence(db, { runId, epoch, now: now() })
    await db
      .update(syncRunResources)
      .set({ status: 'running', windowFrom, windowTo, startedAt: now() })
      .where(isResource(runId, resource))
  },

  async checkpoint({ runId, epoch, resource, counts }: ResourceKey & { counts: { deleted?: number } }) {
    await fence(db, { runId, epoch, now: now() })
    await db
      .update(syncRunResources)
      .set({ deleted: sql`${syncRunResources.deleted} + ${counts.deleted ?? 0}` })
      .where(isResource(runId, resource))
  },

  async finishResource({
    runId,
    epoch,
    resource,
    status,
    error = null,
  }: ResourceKey & { status: 'succeeded' | 'failed'; error?: string | null }) {
    await fence(db, { runId, epoch, now: now() })
    await db.update(syncRunResources).set({ status, error, finishedAt: now() }).where(isResource(runId, resource))
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

  pause: (id: string) => move(db, { id, from: ['queued', 'running'], to: 'paused' }),
  resume: (id: string) => move(db, { id, from: ['paused'], to: 'queued' }),
  cancel: (id: string) => move(db, { id, from: openStatuses, to: 'cancelled' }),

  /** Open runs nobody has worked on since: their job is gone. */
  silent: (before: Date, limit: number) =>
    db
      .select({ id: syncRuns.id, shopId: syncRuns.shopId })
      .from(syncRuns)
      .where(and(inArray(syncRuns.status, ['queued', 'running']), lt(syncRuns.heartbeatAt, before)))
      .limit(limit),

  /** Throws `PlanLimitError` when the plan's syncs of this calendar month (UTC) are used up. */
  async demandAllowance(accountId: string) {
    const [plan] = await db
      .select({ most: plans.syncsPerMonth })
      .from(accounts)
      .innerJoin(plans, eq(plans.id, accounts.planId))
      .where(eq(accounts.id, accountId))
    if (plan?.most == null || (await this.countSince(accountId, startOfMonth(now()))) < plan.most) return
    throw new PlanLimitError(`The plan allows ${plan.most} syncs a month: wait for the next month, or change the plan.`)
  },

  async countSince(accountId: string, since: Date) {
    const [row] = await db
      .select({ runs: count() })
      .from(syncRuns)
      .innerJoin(shops, eq(shops.id, syncRuns.shopId))
      .where(and(eq(shops.accountId, accountId), gte(syncRuns.createdAt, since)))
    return row?.runs ?? 0
  },

  async sweep(before: Date, limit: number) {
    const old = db.select({ id: syncRuns.id }).from(syncRuns).where(lt(syncRuns.finishedAt, before)).limit(limit)
    const gone = await db.delete(syncRuns).where(inArray(syncRuns.id, old)).returning({ id: syncRuns.id })
    return gone.length
  },
})

function startOfMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()))
}

/** Locks the run and proves that it is still ours; the heartbeat comes with it. */
async function fence(
  db: Connection['db'],
  { runId, epoch, now }: { runId: string; epoch: number; now: Date },
): Promise<void> {
  const held = await db
    .update(syncRuns)
    .set({ heartbeatAt: now })
    .where(and(eq(syncRuns.id, runId), eq(syncRuns.epoch, epoch), eq(syncRuns.status, 'running')))
    .returning({ id: syncRuns.id })
  if (held.length === 0) throw new FencedError(runId)
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
  { id, from, to }: { id: string; from: RunStatus[]; to: RunStatus },
): Promise<boolean> {
  const finishedAt = to === 'cancelled' ? sql`now()` : null
  const moved = await db
    .update(syncRuns)
    .set({ status: to, finishedAt, heartbeatAt: sql`now()` })
    .where(and(eq(syncRuns.id, id), inArray(syncRuns.status, from)))
    .returning({ id: syncRuns.id })
  return moved.length > 0
}
