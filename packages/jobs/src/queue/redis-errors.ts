/**
 * A server that is there and does not serve: a replica after a failover, a master cut off from its replicas, one that
 * loads its data, a cluster without all of its slots. Scripts of older servers have words of their own before it.
 */
const REFUSALS = /(^|[\s-])(READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|NOREPLICAS|UNBLOCKED) /

/** Of a server without room or without a disk, and of ioredis while it has no connection. */
const OTHERS =
  /(^|[\s-])(OOM|MISCONF|EXECABORT) |^(Connection is closed|Stream isn't writeable|Reached the max retries|Command timed out|Command aborted due to connection close|Socket timeout)/

/** Whether the server at the other end serves nobody now, so that another one may be at its address. */
export function isRedisRefusal({ message }: Error): boolean {
  return REFUSALS.test(message)
}

/** Whether Redis cannot take a command now, for whatever reason, so that the same command may succeed later. */
export function isRedisUnavailable(error: Error): boolean {
  return isRedisRefusal(error) || OTHERS.test(error.message)
}
