import { type BudgetSpent, budgetKeyOf, type Shop } from '@shopmirror/jobs'
import type { Platform } from '@shopmirror/platforms'
import type { z } from 'zod'
import { isUnavailable } from '../../http/is-unavailable.ts'
import type { ControlDeps } from '../deps.ts'
import { iso } from '../present/common.ts'
import { presentRun, presentRunResource } from '../present/run.ts'
import { estimateRest } from './estimate.ts'
import { nextStepOf } from './next-step.ts'
import { paceOf } from './pace.ts'
import type { progressSchema } from './present.ts'

type Progress = z.input<typeof progressSchema>

/** The shop's newest run, who uses its allowance, and what to do next. */
export async function readProgress(shop: Shop, platform: Platform | undefined, deps: ControlDeps): Promise<Progress> {
  const { db, now } = deps
  const [settings, watermarks, subscriptions, run, allowance] = await Promise.all([
    db.shopSettings.get(shop.id),
    db.watermarks.get(shop.id),
    db.subscriptions.list({ accountId: null, shopId: shop.id }),
    readRun(shop.id, deps),
    platform ? readAllowance(shop, platform, deps) : null,
  ])
  const hasFullRead = watermarks.some(({ fullAt }) => fullAt !== null)
  const isScheduled = settings?.scheduleEnabled === true && shop.status === 'active'
  return {
    next_step: nextStepOf({ shop, run, hasFullRead, subscriptions }),
    run,
    allowance,
    next_sync_at: isScheduled ? iso(settings.nextSyncAt) : null,
    next_full_at: isScheduled ? iso(settings.nextFullAt) : null,
    read_at: now().toISOString(),
  }
}

async function readRun(shopId: string, { db, now }: ControlDeps): Promise<Progress['run']> {
  const run = await db.runs.latest(shopId)
  if (!run) return null
  const [resources, lastFull] = await Promise.all([db.runs.resources(run.id), db.runs.lastFull(shopId)])
  const { fromSeconds, toSeconds, reason } = estimateRest({ run, resources, lastFull, now: now() })
  return {
    ...presentRun(run),
    resources: resources.map((row) => {
      const pace = row.status === 'running' && run.status === 'running' ? paceOf(row, now()) : null
      return {
        ...presentRunResource(row),
        pace: pace && { rows_per_second: pace.rowsPerSecond, over_seconds: pace.overSeconds },
      }
    }),
    estimate: { from_seconds: fromSeconds, to_seconds: toSeconds, unknown_because: reason },
  }
}

async function readAllowance(shop: Shop, platform: Platform, { budget }: ControlDeps): Promise<Progress['allowance']> {
  try {
    return present(await budget.spent(budgetKeyOf(platform.id, shop.domain)), platform)
  } catch (error) {
    if (isUnavailable(error)) return null
    throw error
  }
}

function present({ seconds, byLane, ...spent }: BudgetSpent, { budget }: Platform): NonNullable<Progress['allowance']> {
  const perSecond = spent.perSecond ?? budget.perSecond
  const total = Object.values(byLane).reduce((sum, each) => sum + each, 0)
  const share = Math.min(1, total / (perSecond * seconds))
  return { unit: budget.unit, per_second: perSecond, seconds, spent: byLane, share: Math.round(share * 100) / 100 }
}
