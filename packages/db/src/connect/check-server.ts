import { SettingsError } from '@shopmirror/config'
import type { Sql } from 'postgres'
import { DatabaseUnreachableError } from './explain-failure.ts'

/** Oldest version that supports all statements of the migrations. */
const OLDEST_VERSION = 14

/** Throws a `SettingsError` when the version or encoding is not supported. */
export async function checkServer(sql: Sql): Promise<void> {
  const [server] = await answerInTime(sql)
  if (server && server.major < OLDEST_VERSION) {
    throw new SettingsError(`Postgres is version ${server.version}. Shopmirror needs ${OLDEST_VERSION} or newer.`)
  }
  if (server?.encoding !== 'UTF8') {
    throw new SettingsError(
      `The encoding of the database is ${server?.encoding}, which cannot store every text of a shop. Create one with ` +
        "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
    )
  }
}

interface Server {
  version: string
  major: number
  encoding: string
}

/**
 * The driver retries without a limit when connections are accepted and closed at once, as by a port forwarding without
 * a server.
 */
async function answerInTime(sql: Sql): Promise<readonly Server[]> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const waitMs = 2_000 * sql.options.connect_timeout
  const timer = setTimeout(() => {
    const hosts = sql.options.host.join(', ')
    reject(
      new DatabaseUnreachableError(
        `Postgres at ${hosts} did not answer within ${waitMs / 1_000} s, or only a standby did.`,
      ),
    )
  }, waitMs)
  const answer = sql<Server[]>`
    select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as major,
      current_setting('server_encoding') as encoding`
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
