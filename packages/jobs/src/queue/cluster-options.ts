import type { ClusterOptions } from 'ioredis'

const RECONNECT_MAX_MS = 1_000
/** Between two tries of a command whose node is lost, whose cluster is down, or whose keys are being moved, ms. */
const RETRY_MS = 100
/** Tries of a command that must not wait: half a second together, below the time-outs of its callers. */
const TRIES = 5
/** How often the client asks which node has which keys, ms: a node that hangs is left at the latest then. */
const REFRESH_EVERY_MS = 5_000
/** A node that takes longer to say so is passed over, ms. */
const REFRESH_TIMEOUT_MS = 2_000

/** While Redis is down, commands fail at once (`fail`), or wait without a limit until it is back (`wait`). */
export type CommandMode = 'fail' | 'wait'

/** Options of ioredis for all nodes of a cluster together. */
export function clusterOptions(commands: CommandMode, isTls: boolean): ClusterOptions {
  return {
    enableOfflineQueue: commands === 'wait',
    // A failover takes the cluster's node timeout, 15 s by default, so that a fixed number of tries could lose a job.
    maxRedirections: commands === 'wait' ? Number.POSITIVE_INFINITY : TRIES,
    retryDelayOnFailover: RETRY_MS,
    retryDelayOnClusterDown: RETRY_MS,
    retryDelayOnTryAgain: RETRY_MS,
    slotsRefreshInterval: REFRESH_EVERY_MS,
    slotsRefreshTimeout: REFRESH_TIMEOUT_MS,
    clusterRetryStrategy: (times) => Math.min(times * 50, RECONNECT_MAX_MS),
    // Certificates are checked against the name of a node, not against the address that it resolves to.
    ...(isTls && { dnsLookup: (host, done) => done(null, host) }),
  }
}
