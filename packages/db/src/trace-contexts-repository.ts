import type { Connection } from './connection.ts'

/** Where the traces of deliveries and pushes begin. */
export const traceContextsRepository = ({ sql }: Pick<Connection, 'sql'>) => ({
  /** Of deliveries and pushes of a shop, by their ids; those without one are left out. */
  async of(shopId: string, ids: readonly string[]): Promise<string[]> {
    const [deliveries, pushes] = ['dlv_', 'psh_'].map((prefix) => ids.filter((id) => id.startsWith(prefix)))
    if (ids.length === 0) return []
    const rows = await sql<{ context: string }[]>`
      select trace_context as context from webhook_deliveries
      where id = any(${deliveries ?? []}) and shop_id = ${shopId} and trace_context is not null
      union all
      select trace_context from pushes
      where id = any(${pushes ?? []}) and shop_id = ${shopId} and trace_context is not null`
    return rows.map(({ context }) => context)
  },
})
