import type { RunningRedis } from '@shopmirror/scripts/redis-server.ts'
import type { Redis } from 'ioredis'

/** Few, so that the keys of a slot are on both nodes for a while. */
const KEYS_AT_ONCE = 3
const MIGRATE_TIMEOUT_MS = 5_000

/** A node, with a connection to it alone. */
export interface ClusterNode {
  id: string
  redis: Redis
  busPort: number
  running: RunningRedis
  /** Starts it with its data and port. */
  start(): Promise<RunningRedis>
}

interface Move {
  from: ClusterNode
  to: ClusterNode
  /** All masters; each has to know the new owner. */
  masters: readonly ClusterNode[]
}

/** As `redis-cli --cluster reshard` does: keys go one after another while the slot is used. */
export async function moveSlot(slot: number, { from, to, masters }: Move): Promise<void> {
  await to.redis.cluster('SETSLOT', slot, 'IMPORTING', from.id)
  await from.redis.cluster('SETSLOT', slot, 'MIGRATING', to.id)
  const { hostname, port } = new URL(to.running.url)
  for (;;) {
    const keys = (await from.redis.cluster('GETKEYSINSLOT', slot, KEYS_AT_ONCE)) as string[]
    if (keys.length === 0) break
    await from.redis.call('MIGRATE', hostname, port, '', 0, MIGRATE_TIMEOUT_MS, 'KEYS', ...keys)
  }
  // First the new owner: until it knows, it would send clients back.
  for (const { redis } of [to, from, ...masters.filter((node) => node !== from && node !== to)])
    await redis.cluster('SETSLOT', slot, 'NODE', to.id)
}
