/**
 * Tables that do not belong to one shop, and why. All others have `shop_id` in each key, so that a database can be distributed by
 * it: see `citusStatements`.
 */
export const sharedTables: Readonly<Record<string, string>> = {
  ...shared('of an account or a person', [
    ...['accounts', 'plans', 'api_keys', 'account_hours', 'account_members', 'account_invitations', 'audit_log'],
    ...['users', 'sessions', 'user_logins', 'verifications', 'passkeys', 'operator_links', 'replays'],
  ]),
  ...shared('the directory of shops: its id is the shop_id of the others', ['shops']),
  ...shared('from before a shop is known', [
    ...['app_access', 'app_tokens', 'connect_links', 'installations', 'oauth_states', 'delivery_keys'],
  ]),
  ...shared('of the deployment', ['heartbeats', 'inbox_spill', 'job_outbox', 'shopmirror_migrations', 'used_calls']),
}

/** What tables of shops refer to by foreign keys. */
const referenced = ['plans', 'accounts', 'shops', 'replays']

function shared(reason: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, reason]))
}

/**
 * Statements that distribute a migrated, empty schema over the nodes of Citus, for `tables` of it: shared ones that others refer to are
 * on every node, the other shared ones stay on the coordinator, and everything of one shop is on one node.
 */
export function citusStatements(tables: readonly string[]): string[] {
  const ofShops = tables.filter((name) => sharedTables[name] === undefined).toSorted()
  const [first] = ofShops
  return [
    ...referenced.map((name) => `select create_reference_table('${name}');`),
    ...ofShops.map((name) =>
      name === first
        ? `select create_distributed_table('${name}', 'shop_id');`
        : `select create_distributed_table('${name}', 'shop_id', colocate_with => '${first}');`,
    ),
  ]
}
