/**
 * Session settings that reading and writing rely on, whatever the defaults of server, database and role: text formats
 * of dates, intervals and bytes (the driver parses text), shortest exact floats, NULL in arrays, plain backslashes in
 * literals, and read-write transactions.
 */
export const sessionSettings = {
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  array_nulls: 'on',
  standard_conforming_strings: 'on',
  default_transaction_read_only: 'off',
} as const

/** How long a statement, and a transaction that does nothing, may take: a stalled process must release its locks. */
export const sessionLimits = {
  statement_timeout: '60s',
  idle_in_transaction_session_timeout: '60s',
} as const

type SettingName = keyof typeof sessionSettings

/** Settings that poolers accept at connect and keep per client. */
export const pooledSettings: readonly SettingName[] = ['DateStyle', 'TimeZone', 'standard_conforming_strings']

/** Other acceptable values; without an entry only the value above is. */
export const equivalents: Partial<Record<SettingName, RegExp>> = {
  DateStyle: /^ISO/,
  TimeZone: /^(Etc\/)?(UTC|UCT|GMT|Zulu|Universal)$/,
  extra_float_digits: /^[1-3]$/,
}

/** A `search_path` with exactly this schema. Case-sensitive: `Shops` is not `shops`. */
export function searchPathOf(schema: string): string {
  return `"${schema.replaceAll('"', '""')}"`
}
