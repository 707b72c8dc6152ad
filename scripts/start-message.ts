import type { Stack } from './stack.ts'

export interface StartView
  extends Pick<Stack, 'apiUrl' | 'apiKey' | 'operatorKey' | 'databaseUrl' | 'redisUrl' | 'logDir'> {
  /** Address of the emulated platforms; undefined with real ones. */
  sandboxUrl?: string
  /** DATABASE_URL is set by the user, so its password is not printed. */
  ownDatabase: boolean
  /** Names of the enabled real platforms. */
  platforms: readonly string[]
  /** Makes the first operator; `null` when there is one. */
  operatorLink: string | null
  /** Names of the emulated shops. */
  shops: readonly string[]
}

/** The message of `npm start`: addresses, keys and commands to try. */
export function describeStart(view: StartView): string {
  const { apiUrl, sandboxUrl, platforms } = view
  const lines = {
    Dashboard: `${apiUrl}/dashboard/`,
    ...(view.operatorLink && { 'Sign in (once)': view.operatorLink }),
    'API, with examples': `${apiUrl}/docs`,
    'Bull Board': `${apiUrl}/queues (any name; the password is the operator key)`,
    'API key': view.apiKey,
    'Operator key': view.operatorKey,
    Postgres: view.ownDatabase ? 'your DATABASE_URL' : view.databaseUrl,
    Redis: view.redisUrl,
    Platform: sandboxUrl ? `${sandboxUrl} (emulated shops)` : `${platforms.join(', ')} (real)`,
    Logs: `tail -f ${view.logDir}/*.log`,
  }
  return [
    ...Object.entries(lines).map(([name, value]) => `  ${name.padEnd(20)}${value}`),
    '\nTry this:',
    ...commandsToTry(view).map((line) => `  ${line}`),
    '\nCtrl-C stops everything; the data is kept for the next start.\n',
  ].join('\n')
}

/** Each is one shell command. */
function commandsToTry({ apiUrl, apiKey, sandboxUrl, shops, ...view }: StartView): string[] {
  const database = view.ownDatabase ? '"$DATABASE_URL"' : `'${view.databaseUrl}'`
  return [
    `curl -H 'Authorization: Bearer ${apiKey}' ${apiUrl}/api/v1/shops`,
    `psql ${database} -c 'select sku, price, currency, stock_quantity from product_variants limit 10'`,
    ...(sandboxUrl
      ? shops.map(
          (shop) => `curl -X POST ${sandboxUrl}/control/shops/${shop}/orders    # a new order, mirrored at once`,
        )
      : []),
  ]
}
