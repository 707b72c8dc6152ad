import type { KnownParameters } from './read-url.ts'

/** Parameters of Postgres addresses, as providers, libpq and other libraries use them. */
export const databaseParameters: KnownParameters = {
  honoured: [
    ...['host', 'port', 'user', 'password', 'dbname'],
    ...['ssl', 'sslmode', 'sslnegotiation', 'sslrootcert', 'sslcert', 'sslkey', 'sslpassword', 'sslcrl'],
    ...['ssl_min_protocol_version', 'ssl_max_protocol_version'],
    ...['connect_timeout', 'application_name', 'target_session_attrs', 'options'],
    ...['search_path', 'schema', 'currentSchema', 'pgbouncer', 'prepare'],
  ],
  ignored: [
    // libpq: GSSAPI, compression, keep-alives and protocol details that the driver handles itself.
    ...['channel_binding', 'gssencmode', 'gssdelegation', 'gsslib', 'krbsrvname', 'sslcompression', 'sslcertmode'],
    ...['sslsni', 'sslkeylogfile', 'keepalives', 'keepalives_idle', 'keepalives_interval', 'keepalives_count'],
    ...['tcp_user_timeout', 'load_balance_hosts', 'client_encoding', 'fallback_application_name'],
    ...['min_protocol_version', 'max_protocol_version'],
    // Pools and caches of other libraries; ours is DATABASE_POOL_SIZE.
    ...['connection_limit', 'pool_timeout', 'pool_size', 'pool', 'max', 'socket_timeout'],
    ...['max_lifetime', 'idle_timeout', 'pool_mode', 'uselibpqcompat', 'supa', 'workaround'],
    ...['serverVersion', 'charset', 'encoding'],
  ],
  instead: {
    ...Object.fromEntries(
      ['prepared_statements', 'statement_cache_size', 'prepareThreshold', 'binary_parameters'].map((name) => [
        name,
        'use pgbouncer=true behind a pooler, else remove it',
      ]),
    ),
    sslcrldir: 'set sslcrl to one file',
    service: 'write host, user and database into the address',
    servicefile: 'write host, user and database into the address',
    passfile: 'write the password into the address',
    hostaddr: 'write the address as the host',
    require_auth: 'require the method in pg_hba.conf, and remove it here',
    requirepeer: 'remove it',
    statement_timeout: 'remove it; it is always one minute',
    sslaccept: 'use sslmode=require (encrypted, certificate not checked) or sslmode=verify-full',
    sslidentity: 'use sslcert and sslkey, PEM files',
  },
}
