import { type DatabaseServer, readDatabaseUrl, SettingsError } from '@shopmirror/config'

/** Postgres does not answer: the address may be wrong, or the server is down. */
export class DatabaseUnreachableError extends SettingsError {
  override readonly name = 'DatabaseUnreachableError'
}

const certificateCodes =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|CRL_)/
const networkCodes =
  /^(E(?!RR_)[A-Z_]+|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED)|ERR_SSL_\w+|57P0[123]|53300|08(000|001|003|004|006))$/

/**
 * Turns an error of the connection into a `SettingsError` that says what to do, in one line and without secrets. Other
 * errors are returned unchanged.
 */
export function explainFailure(error: unknown, url: string): unknown {
  if (!(error instanceof Error) || error instanceof SettingsError || !('code' in error)) return error
  const code = String(error.code)
  const server = readDatabaseUrl(url)
  const advice = adviceFor(code, error, server)
  if (advice) return new SettingsError(advice, { cause: error })
  if (!networkCodes.test(code)) return error
  return new DatabaseUnreachableError(
    `Postgres cannot be reached at ${placeOf(server)} (${code}: ${error.message}). Check host, port and sslmode in ` +
      'DATABASE_URL, and that the server is running and accepts connections from here.',
    { cause: error },
  )
}

function adviceFor(code: string, { message }: Error, server: DatabaseServer): string | undefined {
  const place = placeOf(server)
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return (
      `The certificate of Postgres at ${place} is for another name (${message}). Use the host name that it is for in ` +
      'DATABASE_URL, or sslmode=verify-ca to check the authority alone.'
    )
  }
  if (certificateCodes.test(code)) {
    return (
      `The certificate of Postgres at ${place} was rejected (${code}: ${message}). Add sslrootcert=FILE with the ` +
      "provider's CA certificate to DATABASE_URL, or sslmode=require to encrypt without checking the certificate."
    )
  }
  if (/unsupported startup parameter/i.test(message)) {
    return (
      `The pooler at ${place} rejects our session settings (${message}). Add pgbouncer=true to DATABASE_URL or set ` +
      'DATABASE_POOLER=transaction, or connect to Postgres without the pooler.'
    )
  }
  switch (code) {
    case '28P01':
    case '28000':
      return `Postgres at ${place} rejected the login (${message}). Check user, password and sslmode in DATABASE_URL.`
    case '3D000':
      return `Postgres at ${place} has no such database (${message}). Create it, or correct DATABASE_URL.`
    case '42501':
      return `The role of DATABASE_URL lacks a privilege (${message}). Grant it, or use the role that owns the schema.`
    default:
      return undefined
  }
}

function placeOf({ hosts }: DatabaseServer): string {
  return hosts.map(({ host, port }) => `${host}:${port}`).join(', ')
}
