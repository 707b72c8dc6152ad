/**
 * The server answers but does not serve: a replica after a failover, a master cut off from its replicas, one that loads
 * its data, a cluster with missing slots. Older servers prefix the code in errors of scripts.
 */
const REFUSALS = /(^|[\s-])(READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|UNBLOCKED) /

/** Errors of a server without memory or disk, of one that is given keys, and of ioredis while it has no connection. */
const OTHERS =
  /(^|[\s-])(OOM|MISCONF|EXECABORT|TRYAGAIN) |^(Connection is (closed|discarded|aborted)|Too many Cluster redirections|Cluster (isn't ready|is (ended|disconnect))|None of startup nodes|Failed to refresh slots|All sentinels are unreachable|Stream isn't writeable|Reached the max retries|Command timed out|Command aborted due to connection close|Socket timeout)/

/** Whether the server refuses all commands now, so that after a reconnect another server may answer at its address. */
export function isRedisRefusal({ message }: Error): boolean {
  return REFUSALS.test(message)
}

/** Whether Redis cannot accept commands now, so that the same command may succeed later. */
export function isRedisUnavailable(error: Error): boolean {
  return isRedisRefusal(error) || OTHERS.test(error.message)
}
