import type { RedisAddress } from '@shopmirror/config'
import { Cluster, Redis, type RedisOptions } from 'ioredis'
import { type CommandMode, clusterOptions } from './cluster-options.ts'
import { isRedisRefusal } from './redis-errors.ts'

const RECONNECT_MAX_MS = 1_000
const CONNECT_TIMEOUT_MS = 5_000
/** How long after a refusal reconnects are delayed, ms. */
const REFUSAL_FRESH_MS = 5_000

/** A connection to one Redis, or one to each node of a cluster. */
export type RedisConnection = Redis | Cluster

/** Options of a Redis connection. */
export interface OpenRedisOptions {
  address: RedisAddress
  commands: CommandMode
  /** Receives every connection error. */
  onError(error: Error): void
}

/**
 * A connection that reconnects when it is lost, when the server refuses commands (after a failover the address may lead
 * to another server) and when the server does not answer. Duplicates that BullMQ makes of it do the same. In a cluster,
 * commands follow their keys to the node that has them; with `fail` they fail after half a second without one.
 */
export function openRedis({ address, commands, onError }: OpenRedisOptions): RedisConnection {
  const redis = address.kind === 'cluster' ? openCluster(address, commands) : openServer(address, commands)
  redis.on('error', onError)
  return redis
}

/** Another connection of the same kind, with the same options. */
export function duplicateRedis(redis: RedisConnection): RedisConnection {
  return redis instanceof Cluster ? redis.duplicate() : redis.duplicate()
}

/** The servers behind a connection, replicas too. */
export function nodesOf(redis: RedisConnection): Redis[] {
  return redis instanceof Cluster ? redis.nodes() : [redis]
}

type ServerAddress = Exclude<RedisAddress, { kind: 'cluster' }>
type ClusterAddress = Extract<RedisAddress, { kind: 'cluster' }>

function openCluster(address: ClusterAddress, commands: CommandMode): Cluster {
  const redisOptions = { ...connecting, ...byMode[commands], ...accessOf(address) }
  return new Cluster(address.nodes, { ...clusterOptions(commands, address.isTls), redisOptions })
}

function openServer(address: ServerAddress, commands: CommandMode): Redis {
  let refusedAt = Number.NEGATIVE_INFINITY
  const options: RedisOptions = {
    ...connecting,
    ...byMode[commands],
    // A server that refuses commands still accepts connections at once: without the delay this would be a busy loop.
    retryStrategy: (times) =>
      performance.now() - refusedAt < REFUSAL_FRESH_MS ? RECONNECT_MAX_MS : Math.min(times * 50, RECONNECT_MAX_MS),
    reconnectOnError(error) {
      if (!isRedisRefusal(error)) return false
      refusedAt = performance.now()
      // 2: reconnect, and send the refused command again. It had no effect.
      return commands === 'wait' ? 2 : true
    },
  }
  if (address.kind === 'server')
    return new Redis(address.url, { ...options, ...(address.ca && { tls: { ca: address.ca } }) })
  return new Redis({ ...options, ...sentinelOptions(address) })
}

/** The Sentinels also tell when another server becomes the master, so that a connection to the old one is given up. */
function sentinelOptions(address: Extract<RedisAddress, { kind: 'sentinel' }>): RedisOptions {
  const { nodes, masterName, sentinelUser, sentinelPassword, db } = address
  const access = accessOf(address)
  return {
    ...access,
    sentinels: nodes,
    name: masterName,
    db,
    failoverDetector: true,
    sentinelRetryStrategy: (times) => Math.min(times * 50, RECONNECT_MAX_MS),
    sentinelReconnectStrategy: () => RECONNECT_MAX_MS,
    sentinelCommandTimeout: CONNECT_TIMEOUT_MS,
    ...(sentinelUser && { sentinelUsername: sentinelUser }),
    ...(sentinelPassword && { sentinelPassword }),
    ...(access.tls && { sentinelTLS: access.tls, enableTLSForSentinelMode: true }),
  }
}

function accessOf({ username, password, isTls, ca }: Exclude<RedisAddress, { kind: 'server' }>): RedisOptions {
  return {
    ...(username && { username }),
    ...(password && { password }),
    ...(isTls && { tls: ca === undefined ? {} : { ca } }),
  }
}

const connecting: RedisOptions = { connectTimeout: CONNECT_TIMEOUT_MS, maxLoadingRetryTime: RECONNECT_MAX_MS }

/** `socketTimeout` of `wait` must be longer than BullMQ's longest wait for a job, 10 s. */
const byMode: Record<CommandMode, RedisOptions> = {
  fail: {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    socketTimeout: 5_000,
  },
  wait: { maxRetriesPerRequest: null, socketTimeout: 15_000 },
}
