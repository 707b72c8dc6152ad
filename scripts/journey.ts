import { type Actors, expectationOf, type PageVisit } from '@shopmirror/sandbox'
import { until } from '@shopmirror/test/until.ts'
import type { ApiClient } from './api-client.ts'

/** The life cycle of a shop over HTTP, for the demo, end-to-end tests and benches. */
export interface Journey extends Actors {
  api: ApiClient
}

export interface ShopView {
  id: string
  domain: string
  status: string
  status_reason: string | null
}

export interface RunResourceView {
  resource: string
  status: string
  pages: number
  requests: number
  rows_read: number
  inserted: number
  updated: number
  unchanged: number
  deleted: number
  started_at: string | null
  finished_at: string | null
}

export interface RunView {
  id: string
  type: 'full' | 'incremental'
  status: string
  requests: number
  throttled: number
  waited_ms: number
  error: string | null
  started_at: string | null
  resources: RunResourceView[]
}

const INSTALL_TIMEOUT_MS = 60_000
const RUN_TIMEOUT_MS = 10 * 60_000
const POLL_EVERY_MS = 200
const ended = new Set(['succeeded', 'failed', 'cancelled'])

/** Installs the app in a simulated browser that follows redirects, and waits until the shop is active. */
export async function installShop(journey: Journey, domain: string): Promise<{ visit: PageVisit; shop: ShopView }> {
  const visit = await expectationOf(domain).install(journey, domain)
  const shop = await until(() => findShop(journey.api, domain), {
    timeoutMs: INSTALL_TIMEOUT_MS,
    intervalMs: POLL_EVERY_MS,
    message: `${domain} is active`,
  })
  return { visit, shop }
}

async function findShop(api: ApiClient, domain: string): Promise<ShopView | undefined> {
  const shops = await api.get<ShopView[]>('/api/v1/shops?status=active')
  return shops.find((shop) => shop.domain === domain)
}

/** Id of the run that the install started. */
export async function findFirstRun({ api }: Journey, shopId: string): Promise<string> {
  const [run] = await until(
    async () => {
      const runs = await api.get<RunView[]>(`/api/v1/runs?shop=${shopId}`)
      return runs.length > 0 && runs
    },
    { intervalMs: POLL_EVERY_MS, message: `a run of ${shopId}` },
  )
  if (!run) throw new Error(`${shopId} has no run.`)
  return run.id
}

export interface SyncRequest {
  type: 'full' | 'incremental'
  resources?: string[]
}

export async function startSync({ api }: Journey, shopId: string, request: SyncRequest): Promise<string> {
  const { run_id: runId } = await api.post<{ run_id: string }>(`/api/v1/shops/${shopId}/syncs`, request)
  return runId
}

/** Resolves when the run has succeeded; throws when it ended otherwise. `look` is called with every state. */
export async function waitForRun(
  { api }: Journey,
  runId: string,
  look: (run: RunView) => void = () => undefined,
): Promise<RunView> {
  const run = await until(
    async () => {
      const run = await api.get<RunView>(`/api/v1/runs/${runId}`)
      look(run)
      return ended.has(run.status) && run
    },
    { timeoutMs: RUN_TIMEOUT_MS, intervalMs: POLL_EVERY_MS, message: `the end of run ${runId}` },
  )
  if (run.status !== 'succeeded') throw new Error(`Run ${runId} ended as ${run.status}: ${run.error}`)
  return run
}
