/**
 * Settings of the session that reading and writing rely on, whatever the default of server, database and role:
 * how dates, intervals and bytes are written to us (the driver parses text), shortest exact floats, NULL inside of
 * arrays, backslashes that are plain in literals, and that transactions may write.
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

type SettingName = keyof typeof sessionSettings

/** Those that poolers accept at the start of a connection and keep for each client. */
export const pooledSettings: readonly SettingName[] = ['DateStyle', 'TimeZone', 'standard_conforming_strings']

/** Other values that read the same; else only the one above will do. */
export const equivalents: Partial<Record<SettingName, RegExp>> = {
  DateStyle: /^ISO/,
  TimeZone: /^(Etc\/)?(UTC|UCT|GMT|Zulu|Universal)$/,
  extra_float_digits: /^[1-3]$/,
}

/** One of these, exactly. Names are taken as they are written: `Shops` is not `shops`. */
export function searchPathOf(schema: string): string {
  return `"${schema.replaceAll('"', '""')}"`
}
