import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { SettingsError } from '../settings-error.ts'
import { type Endpoint, type RedisNodes, readRedisNodes } from './read-redis-nodes.ts'
import { readRedisUrl } from './read-redis-url.ts'

const CLUSTER_PORT = 6379
const SENTINEL_PORT = 26379

/** Where Redis is. `ca`: certificates of authorities in PEM format; without them those that Node trusts. */
export type RedisAddress =
  | { kind: 'server'; url: string; ca?: string }
  | ({ kind: 'cluster'; ca?: string } & Omit<RedisNodes, 'db'>)
  | ({
      kind: 'sentinel'
      ca?: string
      masterName: string
      sentinelUser?: string
      sentinelPassword?: string
    } & RedisNodes)

/** The settings that say where Redis is. */
export interface RedisSettings {
  REDIS_URL?: string | undefined
  REDIS_CLUSTER_NODES?: string | undefined
  REDIS_SENTINELS?: string | undefined
  REDIS_SENTINEL_NAME?: string | undefined
  REDIS_SENTINEL_USER?: string | undefined
  REDIS_SENTINEL_PASSWORD?: string | undefined
  REDIS_CA_FILE?: string | undefined
}

/** Exactly one of them is set. */
export const redisAddressNames = ['REDIS_URL', 'REDIS_CLUSTER_NODES', 'REDIS_SENTINELS'] as const

/** Throws a `SettingsError` that says what to change. */
export function readRedisAddress(settings: RedisSettings): RedisAddress {
  const { REDIS_URL, REDIS_CLUSTER_NODES, REDIS_SENTINELS, REDIS_CA_FILE } = settings
  const given = redisAddressNames.filter((name) => settings[name])
  if (given.length !== 1) throw new SettingsError(`${describeCount(given)}: set exactly one of them.`)
  const ca = REDIS_CA_FILE ? { ca: readCaFile(REDIS_CA_FILE) } : {}
  if (REDIS_URL) return { kind: 'server', url: readRedisUrl(REDIS_URL), ...ca }
  if (REDIS_CLUSTER_NODES) return { kind: 'cluster', ...readClusterNodes(REDIS_CLUSTER_NODES), ...ca }
  return {
    kind: 'sentinel',
    ...readRedisNodes('REDIS_SENTINELS', REDIS_SENTINELS ?? '', SENTINEL_PORT),
    masterName: settings.REDIS_SENTINEL_NAME ?? 'mymaster',
    ...(settings.REDIS_SENTINEL_USER && { sentinelUser: settings.REDIS_SENTINEL_USER }),
    ...(settings.REDIS_SENTINEL_PASSWORD && { sentinelPassword: settings.REDIS_SENTINEL_PASSWORD }),
    ...ca,
  }
}

/** How many replicas must have a webhook before it is answered: one where a failover replaces the master by one. */
export function waitReplicasOf({
  REDIS_WAIT_REPLICAS,
  REDIS_URL,
}: Pick<RedisSettings, 'REDIS_URL'> & { REDIS_WAIT_REPLICAS?: number | undefined }): number {
  return REDIS_WAIT_REPLICAS ?? (REDIS_URL ? 0 : 1)
}

/** Throws a `SettingsError` when a list cannot be read; see `readRedisNodes`. */
export function readClusterNodes(given: string): Omit<RedisNodes, 'db'> {
  const { db, ...nodes } = readRedisNodes('REDIS_CLUSTER_NODES', given, CLUSTER_PORT)
  if (db !== 0) throw new SettingsError(`REDIS_CLUSTER_NODES: a cluster has only database 0; remove /${db}.`)
  return nodes
}

/** Throws a `SettingsError` when a list cannot be read; see `readRedisNodes`. */
export function readSentinels(given: string): RedisNodes {
  return readRedisNodes('REDIS_SENTINELS', given, SENTINEL_PORT)
}

/** Content of a file with certificates. Throws a `SettingsError` when it is none. */
export function readCaFile(file: string): string {
  try {
    const pem = readFileSync(file, 'utf8')
    new X509Certificate(pem)
    return pem
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    throw new SettingsError(`REDIS_CA_FILE=${file} cannot be used (${code}); set it to the path of a PEM file.`)
  }
}

/** For logs: everything but user and password. */
export function describeRedisAddress(address: RedisAddress): Record<string, unknown> {
  if (address.kind === 'server') return { kind: address.kind, ...describeUrl(address.url) }
  const { kind, nodes, isTls } = address
  return {
    kind,
    nodes: nodes.map(nameOf),
    ...(address.kind === 'sentinel' && { masterName: address.masterName, database: address.db }),
    tls: isTls,
  }
}

function describeUrl(url: string): Record<string, unknown> {
  if (url.startsWith('/')) return { path: url.split('?')[0] }
  const { hostname, port, pathname, protocol } = new URL(url.includes('://') ? url : `redis://${url}`)
  const node = nameOf({ host: hostname, port: Number(port || CLUSTER_PORT) })
  return { nodes: [node], database: Number(pathname.slice(1)), tls: protocol === 'rediss:' }
}

function nameOf({ host, port }: Endpoint): string {
  return `${host}:${port}`
}

function describeCount(given: readonly string[]): string {
  return given.length === 0 ? `None of ${redisAddressNames.join(', ')} is set` : `${given.join(' and ')} are set`
}
