/** Values that the chart refuses, and what it then says. */
export const refusals: readonly { set: string[]; says: RegExp }[] = [
  { set: ['publicUrl='], says: /publicUrl is missing/ },
  { set: ['database.existingSecret='], says: /the chart runs no Postgres.*DATABASE_URL/ },
  { set: ['redis.existingSecret='], says: /the chart runs no Redis.*REDIS_URL.*REDIS_CLUSTER_NODES.*REDIS_SENTINELS/ },
  { set: ['existingSecrets=null'], says: /existingSecrets/ },
  { set: ['workers.work=null'], says: /No group of workers serves the queue shops/ },
  { set: ['workers.sync.terminationGracePeriodSeconds=25'], says: /must be at least 30: SHUTDOWN_SECONDS \(20\)/ },
  { set: ['workers.sync.scale.minReplicas=0'], says: /minReplicas/ },
  { set: ['settings.SHUTDWN_SECONDS=3'], says: /SHUTDWN_SECONDS/ },
  { set: ['settings.SHUTDOWN_SECONDS=soon'], says: /SHUTDOWN_SECONDS/ },
  { set: ['settings.ENCRYPTION_KEYS=a:hush'], says: /ENCRYPTION_KEYS/ },
  { set: ['workers.sync.queues[0]=mail'], says: /queues/ },
]
