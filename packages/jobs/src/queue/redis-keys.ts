/** A key of ours. Its braces, if any, are in `name`: they decide which node of a cluster has the key. */
export function redisKey(prefix: string, name: string): string {
  return `${prefix.replaceAll(/[{}]/g, '')}:${name}`
}

/**
 * BullMQ's prefix for one queue: `shopmirror:{inbox}`. The queue's name is a hash tag (in braces), so that all its keys
 * are on one node of a Redis Cluster, as its scripts need, and queues are spread over the nodes.
 */
export function queuePrefix(prefix: string, queue: string): string {
  return redisKey(prefix, `{${queue}}`)
}
