import type { Sql } from 'postgres'
import { accessRepository } from './access-repository.ts'
import { accountsRepository } from './accounts-repository.ts'
import { activityRepository } from './activity-repository.ts'
import { alertsRepository } from './alerts-repository.ts'
import { apiKeysRepository } from './api-keys-repository.ts'
import { auditRepository } from './audit-repository.ts'
import { createChangeBuffer } from './changes.ts'
import { connectLinksRepository } from './connect-links-repository.ts'
import type { Connection, CopyFrom, Db } from './connection.ts'
import { credentialsRepository } from './credentials-repository.ts'
import { deliveriesRepository } from './deliveries-repository.ts'
import { openDrizzle, openDrizzleIn } from './drizzle.ts'
import { erasuresRepository } from './erasures-repository.ts'
import { heartbeatsRepository } from './heartbeats-repository.ts'
import { installationsRepository } from './installations-repository.ts'
import { invitationsRepository } from './invitations-repository.ts'
import { isolateRefused } from './isolate-refused.ts'
import { jobOutboxRepository } from './job-outbox-repository.ts'
import { membersRepository } from './members-repository.ts'
import { mirrorRepository } from './mirror-repository.ts'
import { oauthStatesRepository } from './oauth-states-repository.ts'
import { objectChangesRepository } from './object-changes-repository.ts'
import { objectLinksRepository } from './object-links-repository.ts'
import { objectSwitchesRepository } from './object-switches-repository.ts'
import { operatorLinksRepository } from './operator-links-repository.ts'
import { overviewRepository } from './overview-repository.ts'
import { partitionsRepository } from './partitions-repository.ts'
import { passkeysRepository } from './passkeys-repository.ts'
import { peopleRepository } from './people-repository.ts'
import { privacyRepository } from './privacy-repository.ts'
import { pushesRepository } from './pushes-repository.ts'
import { quarantineRepository } from './quarantine-repository.ts'
import { refetchesRepository } from './refetches-repository.ts'
import { replaysRepository } from './replays-repository.ts'
import { rotateKeys } from './rotate-keys.ts'
import { runsRepository } from './runs-repository.ts'
import { sessionsRepository } from './sessions-repository.ts'
import { shopSettingsRepository } from './shop-settings-repository.ts'
import { shopsRepository } from './shops-repository.ts'
import { spillRepository } from './spill-repository.ts'
import { statisticsRepository } from './statistics-repository.ts'
import { statsRepository } from './stats-repository.ts'
import { subscriptionsRepository } from './subscriptions-repository.ts'
import { traceContextsRepository } from './trace-contexts-repository.ts'
import { usedCallsRepository } from './used-calls-repository.ts'
import { watermarksRepository } from './watermarks-repository.ts'

/** What repositories need beside a pool. */
export interface Deps extends Pick<Connection, 'keyring' | 'now'>, Partial<Pick<Connection, 'copyFrom' | 'changed'>> {
  /** Pool for leases, whose renewal must not wait for a connection of a pooler. Default: the pool of everything else. */
  leases?: Sql
}

/**
 * From here on COPY is faster than JSON, although it takes more round trips: one for new rows, three for changed ones.
 */
const COPY_FROM: CopyFrom = { newRows: 100, changedRows: 500 }

/** All repositories, on the pool or on one transaction. */
export type Repositories = ReturnType<typeof compose> & {
  /**
   * Runs `work` with the repositories on one transaction; inside a transaction, on a savepoint. Rolls back when `work`
   * throws.
   */
  transaction<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>
}

/** The repositories on a pool. */
export function createRepositories(sql: Sql, { leases, ...given }: Deps): Repositories {
  const deps = { copyFrom: COPY_FROM, changed: ignore, ...given }
  const repositories = assemble(sql, openDrizzle(sql), deps)
  if (!leases) return repositories
  const { credentials, pushes } = compose({ db: openDrizzle(leases), sql: leases, ...deps })
  const { takeLease, renewLease, releaseLease } = credentials
  return {
    ...repositories,
    credentials: { ...repositories.credentials, takeLease, renewLease, releaseLease },
    pushes: { ...repositories.pushes, takeLease: pushes.takeLease },
  }
}

function assemble(sql: Sql, db: Db, deps: Required<Omit<Deps, 'leases'>>): Repositories {
  return {
    ...compose({ db, sql, ...deps }),
    async transaction<T>(work: (repositories: Repositories) => Promise<T>) {
      const buffer = createChangeBuffer()
      const inside = { ...deps, changed: buffer.changed }
      const result = await sql.begin((tx) => {
        const client = asClient(tx, sql)
        return work(assemble(client, openDrizzleIn(client), inside))
      })
      buffer.forward(deps.changed)
      return result as T
    },
  }
}

const ignore = () => undefined

/** Drizzle and the repositories call `begin`; inside a transaction it must be a savepoint. */
function asClient(tx: unknown, { options }: Sql): Sql {
  const transaction = tx as Sql & { savepoint: Sql['begin'] }
  return Object.assign(transaction, {
    options,
    begin: (work: (sql: unknown) => Promise<unknown>) =>
      transaction.savepoint((inner) => work(asClient(inner, { options } as Sql))),
  }) as Sql
}

function compose(connection: Connection) {
  return {
    access: accessRepository(connection),
    accounts: accountsRepository(connection),
    activity: activityRepository(connection),
    alerts: alertsRepository(connection),
    apiKeys: apiKeysRepository(connection),
    connectLinks: connectLinksRepository(connection),
    audit: auditRepository(connection),
    credentials: { ...credentialsRepository(connection), rotateAll: rotateKeys(connection) },
    deliveries: deliveriesRepository(connection),
    erasures: erasuresRepository(connection),
    heartbeats: heartbeatsRepository(connection),
    installations: installationsRepository(connection),
    invitations: invitationsRepository(connection),
    jobOutbox: jobOutboxRepository(connection),
    members: membersRepository(connection),
    mirror: mirrorRepository(connection),
    oauthStates: oauthStatesRepository(connection),
    objectChanges: objectChangesRepository(connection),
    objectLinks: objectLinksRepository(connection),
    objectSwitches: objectSwitchesRepository(connection),
    overview: overviewRepository(connection),
    operatorLinks: operatorLinksRepository(connection),
    partitions: partitionsRepository(connection),
    passkeys: passkeysRepository(connection),
    people: peopleRepository(connection),
    privacy: privacyRepository(connection),
    pushes: pushesRepository(connection),
    quarantine: quarantineRepository(connection),
    refetches: refetchesRepository(connection),
    replays: replaysRepository(connection),
    isolateRefused,
    runs: runsRepository(connection),
    sessions: sessionsRepository(connection),
    shops: shopsRepository(connection),
    shopSettings: shopSettingsRepository(connection),
    spill: spillRepository(connection),
    statistics: statisticsRepository(connection),
    stats: statsRepository(connection),
    subscriptions: subscriptionsRepository(connection),
    traceContexts: traceContextsRepository(connection),
    usedCalls: usedCallsRepository(connection),
    watermarks: watermarksRepository(connection),
  }
}
