import type { System } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'

const TIMEOUT_MS = 30_000
const INTERVAL_MS = 200

/** Kind, object and payload of a push. */
export type Example = readonly [kind: string, object: Record<string, string>, payload: object]

interface PushView {
  id: string
  key: string
  kind: string
  status: string
  error: string | null
  result: object | null
}

interface Capability {
  kind: string
  supported: boolean
  fields: string[]
}

/** Pushes to one shop over HTTP, by what its platform takes. */
export interface Pusher {
  /** Hands in those of the kinds and fields that the shop takes; the others are left out, as a caller would. */
  push(examples: readonly Example[]): Promise<void>
  /** Hands them in as they are. */
  pushAnyway(examples: readonly Example[]): Promise<void>
  /** Until nothing is open, and everything handed in is completed or superseded. Throws with the first failure. */
  untilCompleted(): Promise<unknown>
  untilStatus(status: string, atLeast: number): Promise<unknown>
  list(status: string): Promise<PushView[]>
  /** How many were completed at the last look. */
  completed(): number
  settings(settings: object): Promise<void>
  processAll(): Promise<void>
  resolve(id: string, winner: 'push' | 'shop'): Promise<void>
  /** Answers the status that follows. */
  retry(id: string): Promise<string>
  /** Answers how many were cancelled. */
  cancelAll(entity: string): Promise<number>
}

export async function createPusher({ api, sql }: System, shopId: string): Promise<Pusher> {
  const capabilities = await api.get<Capability[]>(`/api/v1/shops/${shopId}/capabilities`)
  let keys = 0
  let completed = 0
  const list = (status: string) => api.get<PushView[]>(`/api/v1/pushes?shop=${shopId}&status=${status}&limit=200`)
  const pushAnyway = async (examples: readonly Example[]) => {
    const pushes = examples.map(([kind, object, payload]) => ({ key: `x-${keys++}`, kind, object, payload }))
    if (pushes.length > 0) await api.post(`/api/v1/shops/${shopId}/pushes`, { pushes })
  }
  const count = async () => {
    const rows = await sql<{ status: string; count: number; error: string | null }[]>`
      select status, count(*)::int as count, min(error) as error from pushes where shop_id = ${shopId} group by 1`
    completed = rows.find(({ status }) => status === 'completed')?.count ?? 0
    return new Map(rows.map((row) => [row.status, row]))
  }
  return {
    pushAnyway,
    list,
    completed: () => completed,
    push: (examples) =>
      pushAnyway(examples.map((example) => takenOf(example, capabilities)).filter((each) => each !== null)),
    untilCompleted: () =>
      until(
        async () => {
          const counts = await count()
          const failed = counts.get('failed')
          if (failed) throw new Error(`A push failed: ${failed.error}`)
          return ['pending', 'held', 'processing', 'conflict'].every((status) => !counts.has(status))
        },
        { timeoutMs: TIMEOUT_MS, intervalMs: INTERVAL_MS },
      ),
    untilStatus: (status, atLeast) =>
      until(async () => ((await count()).get(status)?.count ?? 0) >= atLeast, {
        ...{ timeoutMs: TIMEOUT_MS, intervalMs: INTERVAL_MS, message: `${atLeast} pushes are ${status}` },
      }),
    settings: async (settings) => void (await api.put(`/api/v1/shops/${shopId}/push-settings`, settings)),
    processAll: async () => void (await api.post('/api/v1/pushes/process', { shop: shopId })),
    resolve: async (id, winner) => void (await api.post(`/api/v1/pushes/${id}/resolve`, { winner })),
    retry: async (id) => (await api.post<PushView>(`/api/v1/pushes/${id}/retry`)).status,
    cancelAll: async (entity) =>
      (await api.post<{ pushes: number }>('/api/v1/pushes/cancel', { shop: shopId, entity })).pushes,
  }
}

/** Without the fields that the shop does not take; `null` where nothing is left, or the kind is not taken. */
function takenOf([kind, object, payload]: Example, capabilities: readonly Capability[]): Example | null {
  const capability = capabilities.find((each) => each.kind === kind)
  if (!capability?.supported) return null
  const fitting = Object.fromEntries(Object.entries(payload).filter(([field]) => isTaken(field, capability)))
  return Object.keys(payload).length > 0 && Object.keys(fitting).length === 0 ? null : [kind, object, fitting]
}

function isTaken(field: string, { fields }: Capability): boolean {
  return fields.some((each) => each === field || each.startsWith(`${field}.`))
}
