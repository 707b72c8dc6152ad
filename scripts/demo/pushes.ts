import { until } from '@shopmirror/test/until.ts'
import { pickEvenly } from './changes.ts'
import type { Stage } from './stage.ts'
import { formatSeconds } from './table.ts'

const PUSHES = 25
const PUSH_TIMEOUT_MS = 120_000

interface PushView {
  key: string
  status: string
}

/** Stock set by the account, by SKU, and what the shop holds afterwards. `false`: it holds something else. */
export async function showPushes(stage: Stage, shopId: string): Promise<boolean> {
  const { screen, api, shop } = stage
  screen.title(`${PUSHES} stock levels are pushed to the shop`)
  const startedAt = Date.now()
  const inventory = { enabled: true, interval_minutes: 0, on_conflict: 'hold' }
  await api.put(`/api/v1/shops/${shopId}/push-settings`, { inventory })
  const location = await firstLocation(stage, shopId)
  const wanted = new Map(pickEvenly(shop.products.ids(), PUSHES, 2).map((id, index) => [id, 500 + index]))
  const pushes = [...wanted].map(([id, quantity]) => ({
    ...{ key: `demo-${id}`, kind: 'inventory.set', object: { sku: shop.products.get(id)?.sku } },
    payload: { quantity, location },
  }))
  await api.post(`/api/v1/shops/${shopId}/pushes`, { pushes })
  const live = screen.live()
  await until(
    async () => {
      const done = (await api.get<PushView[]>(`/api/v1/pushes?shop=${shopId}&status=completed&limit=200`)).length
      live.draw([`${done} of ${PUSHES} completed`])
      return done === PUSHES
    },
    { timeoutMs: PUSH_TIMEOUT_MS, intervalMs: 100, message: 'every push is completed' },
  )
  live.end([`${PUSHES} of ${PUSHES} completed`])
  const wrong = [...wanted].filter(([id, quantity]) => shop.products.get(id)?.stocks[0] !== quantity)
  if (wrong.length === 0)
    screen.line(`${screen.good('✓')} the shop holds them after ${formatSeconds(Date.now() - startedAt)}`)
  else screen.line(`${screen.bad('✗')} the shop holds another quantity of ${wrong.length} products`)
  return wrong.length === 0
}

/** The world's first place; ShopRenter's warehouses have numbers instead of rows. */
async function firstLocation({ sql }: Stage, shopId: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    select external_id as id from locations where shop_id = ${shopId} and deleted_at is null order by external_id limit 1`
  return row?.id ?? '1'
}
