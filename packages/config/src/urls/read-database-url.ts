import { SettingsError } from '../settings-error.ts'
import { databaseParameters } from './database-parameters.ts'
import { decodePart, oneOf, type Parameters, readParameters } from './read-url.ts'
import { readTls, type Tls } from './tls-options.ts'

const SETTING = 'DATABASE_URL'
const DEFAULT_PORT = 5432
const shape =
  /^postgres(?:ql)?:\/\/(?:(?<login>[^/?#]*)@)?(?<hosts>[^/?#@]*)(?:\/(?<database>[^/?#@]*))?(?:\?(?<query>[^#]*))?$/i

const sessionAttributes = ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'] as const

/** The parts of a database address. Parts that it does not contain are `undefined`. */
export interface DatabaseServer {
  /** In the order in which they are tried. A host that begins with `/` is the folder of a socket. */
  hosts: { host: string; port: number }[]
  user?: string
  password?: string
  database?: string
  tls: Tls
  /** TLS from the first byte, without Postgres' SSLRequest (`sslnegotiation=direct`). */
  directTls: boolean
  connectTimeoutSeconds?: number
  targetSessionAttributes?: Exclude<(typeof sessionAttributes)[number], 'any'>
  /** Each transaction may run in another session, so prepared statements and session settings are not used. */
  transactionPooler: boolean
  /** `application_name`, `options` and `search_path`, where given. */
  startParameters: Record<string, string>
}

/** Parses DATABASE_URL. Throws a `SettingsError` that says what is wrong, without the password. */
export function readDatabaseUrl(url: string): DatabaseServer {
  const parts = shape.exec(url.trim())?.groups
  if (!parts) throw malformed()
  const parameters = readParameters(SETTING, parts.query ?? '', databaseParameters)
  const hosts = readHosts(parameters.host || parts.hosts || '', parameters.port)
  const usesSocket = hosts.some(({ host }) => host.startsWith('/'))
  const tls = readTls(
    parameters,
    hosts.map(({ host }) => host),
  )
  const [user, ...password] = (parts.login ?? '').split(':')
  return {
    hosts,
    ...named('user', parameters.user ?? decodePart(SETTING, 'user', user ?? '')),
    ...named('password', parameters.password ?? decodePart(SETTING, 'password', password.join(':'))),
    ...named('database', parameters.dbname ?? decodePart(SETTING, 'name of the database', parts.database ?? '')),
    tls: usesSocket ? false : tls,
    ...readOptions(parameters),
  }
}

function readOptions(parameters: Parameters): Omit<DatabaseServer, 'hosts' | 'tls'> {
  const { connect_timeout: timeout, target_session_attrs: attributes, sslnegotiation, pgbouncer, prepare } = parameters
  const target = attributes && oneOf(SETTING, ['target_session_attrs', attributes], sessionAttributes)
  return {
    directTls: sslnegotiation
      ? oneOf(SETTING, ['sslnegotiation', sslnegotiation], ['postgres', 'direct']) === 'direct'
      : false,
    ...(timeout && { connectTimeoutSeconds: readNumber('connect_timeout', timeout) }),
    ...(target && target !== 'any' && { targetSessionAttributes: target }),
    transactionPooler: pgbouncer === 'true' || prepare === 'false',
    startParameters: {
      ...named('application_name', parameters.application_name ?? ''),
      ...named('options', parameters.options ?? ''),
      ...named('search_path', searchPathOf(parameters)),
    },
  }
}

/** `schema` (Prisma) is one name; the others are lists in the syntax of Postgres. */
function searchPathOf({ search_path: path, currentSchema, schema }: Parameters): string {
  return path ?? currentSchema ?? (schema ? `"${schema.replaceAll('"', '""')}"` : '')
}

function readHosts(list: string, ports: string | undefined): DatabaseServer['hosts'] {
  const shared = ports?.split(',') ?? []
  return list.split(',').map((written, index) => {
    const entry = decodePart(SETTING, 'host', written)
    const [, ipv6, name = '', own] = /^(?:\[([^\]]+)\]|(\/.*|[^:]*))(?::(\d+))?$/.exec(entry) ?? []
    if (!ipv6 && !name && entry) throw malformed()
    const port = own ?? shared[index] ?? shared[0]
    return {
      host: ipv6 ?? (name || 'localhost'),
      port: port ? readNumber('port', port) : DEFAULT_PORT,
    }
  })
}

function readNumber(name: string, text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text)
  throw new SettingsError(`${SETTING}: ${name}=${text} is not a number.`)
}

function named<Name extends string>(name: Name, value: string): { [Key in Name]?: string } {
  return value ? ({ [name]: value } as { [Key in Name]?: string }) : {}
}

function malformed(): SettingsError {
  return new SettingsError(
    `${SETTING} is not an address of the form postgres://user:password@host:5432/database. ` +
      'Percent-encode special characters in user and password: @ is %40, / is %2F, # is %23, ? is %3F, % is %25.',
  )
}
