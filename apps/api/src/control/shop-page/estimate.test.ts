import { describe, expect, test } from 'vitest'
import { estimateRest } from './estimate.ts'
import { nextStepOf } from './next-step.ts'
import { paceOf } from './pace.ts'

const now = new Date('2026-06-01T12:00:00Z')
const before = (seconds: number) => new Date(now.getTime() - seconds * 1_000)

describe('the pace', () => {
  test('is that of the last one to two times of thirty seconds', () => {
    const row = { paceRows: 100, paceFrom: before(10), pacedRows: 500, pacedFrom: before(40) }
    expect(paceOf(row, now)).toEqual({ rowsPerSecond: 15, overSeconds: 40 })
    expect(paceOf({ ...row, pacedFrom: null }, now)).toEqual({ rowsPerSecond: 10, overSeconds: 10 })
  })

  test('is unknown before a second has passed', () => {
    const none = { paceRows: 0, pacedRows: 0, pacedFrom: null }
    expect(paceOf({ ...none, paceFrom: null }, now)).toBeNull()
    expect(paceOf({ ...none, paceFrom: before(0.5) }, now)).toBeNull()
  })
})

type Input = Parameters<typeof estimateRest>[0]
type Row = Input['resources'][number]

const row = (given: Partial<Row>) =>
  ({ resource: 'products', status: 'pending', rowsRead: 0, announced: null, ...given }) as Row
const reading = row({
  ...{ status: 'running', rowsRead: 400, announced: 1_000 },
  ...{ paceRows: 100, paceFrom: before(10), pacedRows: 0, pacedFrom: null },
})
const full = { run: { type: 'full', status: 'running' }, lastFull: [], now } as const

describe('the rest of a run', () => {
  test('is what is left at the pace, and pending resources as long as the last time', () => {
    const orders = row({ resource: 'orders' })
    const last = row({ resource: 'orders', status: 'succeeded', startedAt: before(7_200), finishedAt: before(7_160) })
    expect(estimateRest({ ...full, resources: [reading, orders], lastFull: [last] })).toEqual({
      fromSeconds: 80,
      toSeconds: 150,
      reason: null,
    })
  })

  test.each([
    ['not_running', { ...full, run: { type: 'full', status: 'paused' }, resources: [reading] }],
    ['incremental', { ...full, run: { type: 'incremental', status: 'running' }, resources: [reading] }],
    ['first_full', { ...full, resources: [reading, row({ resource: 'orders' })] }],
    ['first_full', { ...full, resources: [{ ...reading, announced: null }] }],
    ['no_pace', { ...full, resources: [{ ...reading, paceFrom: null }] }],
    ['confirming_deletes', { ...full, resources: [row({ status: 'reconciling' })] }],
  ] as const)('is unknown: %s', (reason, input) => {
    expect(estimateRest(input as Input)).toEqual({ fromSeconds: null, toSeconds: null, reason })
  })
})

describe('the next step', () => {
  const shop = { status: 'active', statusReason: null, missingScopes: [] as string[] } as const
  const good = { shop, run: { status: 'succeeded' }, hasFullRead: true, subscriptions: [{ status: 'active' }] } as const

  test.each([
    ['none', good],
    ['wait_for_install', { ...good, shop: { ...shop, status: 'connecting' } }],
    ['read_install_error', { ...good, shop: { ...shop, status: 'connecting', statusReason: 'refused' } }],
    ['resume_shop', { ...good, shop: { ...shop, status: 'paused' } }],
    ['reauthorize', { ...good, shop: { ...shop, status: 'reauth_required' } }],
    ['install_again', { ...good, shop: { ...shop, status: 'uninstalled' } }],
    ['approve_scopes', { ...good, shop: { ...shop, missingScopes: ['read_orders'] } }],
    ['wait_for_run', { ...good, run: { status: 'running' } }],
    ['resume_run', { ...good, run: { status: 'paused' } }],
    ['read_run_error', { ...good, run: { status: 'failed' } }],
    ['start_full_sync', { ...good, run: null, hasFullRead: false }],
    ['register_webhooks', { ...good, subscriptions: [{ status: 'active' }, { status: 'refused' }] }],
  ] as const)('is %s', (step, input) => {
    expect(nextStepOf(input as Parameters<typeof nextStepOf>[0])).toBe(step)
  })
})
