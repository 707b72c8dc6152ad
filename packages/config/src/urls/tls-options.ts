import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  type ConnectionOptions,
  checkServerIdentity,
  createSecureContext,
  getCACertificates,
  type SecureVersion,
} from 'node:tls'
import { SettingsError } from '../settings-error.ts'
import { oneOf, type Parameters } from './read-url.ts'

/** `false`: no TLS. `prefer`: TLS if the server supports it, without checking the certificate. Options: always TLS. */
export type Tls = false | 'prefer' | ConnectionOptions

const SETTING = 'DATABASE_URL'
const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
type Mode = (typeof modes)[number]

/** Values of `ssl=`, which other libraries use. */
const aliases: Record<string, Mode> = { true: 'verify-full', '1': 'verify-full', false: 'disable', '0': 'disable' }
const versions: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']

/**
 * As libpq, with two stricter differences: `sslrootcert` checks the certificate in every mode but `disable`, and files
 * make TLS mandatory with `allow` and `prefer`, too.
 */
export function readTls(parameters: Parameters, hosts: readonly string[]): Tls {
  const mode = modeOf(parameters)
  if (mode === 'disable') return false
  const files = readFiles(parameters)
  if ((mode === 'allow' || mode === 'prefer') && Object.keys(files).length === 0) return 'prefer'
  const options = { ...files, ...checksOf(mode, hosts) }
  try {
    createSecureContext(options)
  } catch (error) {
    throw new SettingsError(`${SETTING}: sslcert, sslkey or sslcrl cannot be used (${(error as Error).message}).`)
  }
  return options
}

function modeOf({ sslmode, ssl, sslrootcert }: Parameters): Mode {
  if (sslrootcert === 'system') return 'verify-full'
  const named = sslmode ?? (ssl && (aliases[ssl] ?? ssl))
  const mode = named ? oneOf(SETTING, [sslmode ? 'sslmode' : 'ssl', named], modes) : 'prefer'
  return sslrootcert && mode !== 'disable' && mode !== 'verify-full' ? 'verify-ca' : mode
}

function checksOf(mode: Mode, hosts: readonly string[]): ConnectionOptions {
  if (mode === 'verify-full') return { rejectUnauthorized: true, checkServerIdentity: isOneOf(hosts) }
  if (mode === 'verify-ca') return { rejectUnauthorized: true, checkServerIdentity: () => undefined }
  return { rejectUnauthorized: false }
}

/**
 * For an IP address Node gets no server name and would check for `localhost`, so the configured hosts are checked
 * instead.
 */
function isOneOf(hosts: readonly string[]): ConnectionOptions['checkServerIdentity'] {
  return (_name, certificate) => {
    const errors = hosts.map((host) => checkServerIdentity(host, certificate))
    return errors.includes(undefined) ? undefined : errors[0]
  }
}

function readFiles(parameters: Parameters): ConnectionOptions {
  const { sslrootcert, sslcert, sslkey, sslpassword, sslcrl } = parameters
  const { ssl_min_protocol_version: minimum, ssl_max_protocol_version: maximum } = parameters
  return {
    ...(sslrootcert && { ca: readAuthorities(sslrootcert) }),
    ...(sslcert && { cert: readPem('sslcert', sslcert) }),
    ...(sslkey && { key: readPem('sslkey', sslkey) }),
    ...(sslpassword && { passphrase: sslpassword }),
    ...(sslcrl && { crl: readPem('sslcrl', sslcrl) }),
    ...(minimum && { minVersion: oneOf(SETTING, ['ssl_min_protocol_version', minimum], versions) }),
    ...(maximum && { maxVersion: oneOf(SETTING, ['ssl_max_protocol_version', maximum], versions) }),
  }
}

function readAuthorities(file: string): string | string[] {
  if (file === 'system') return [...getCACertificates('default'), ...getCACertificates('system')]
  const pem = readPem('sslrootcert', file)
  try {
    new X509Certificate(pem)
  } catch {
    throw new SettingsError(`${SETTING}: sslrootcert=${file} contains no certificate in PEM format.`)
  }
  return pem
}

function readPem(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    throw new SettingsError(`${SETTING}: ${name}=${file} cannot be read (${code}); set it to the path of a PEM file.`)
  }
}
