import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createKeyring, type DatabaseAddress, openDatabase, type Repositories, type Role } from '@shopmirror/db'

export interface AccountKeys {
  accountId: string
  /** Key with the role `member`: sees this account. */
  apiKey: string
  /** Key with the role `operator`: sees all accounts. */
  operatorKey: string
}

export interface AccountKeysOptions {
  database: DatabaseAddress
  encryptionKeys: string
  account: string
  /** File with the keys of an earlier start. Default: new keys are issued. */
  file?: string
}

/**
 * Creates an account with a key of each role. The database stores only hashes, so the keys are saved in a file for the
 * next start.
 */
export async function ensureAccountKeys(options: AccountKeysOptions): Promise<AccountKeys> {
  const database = openDatabase({ ...options.database, keyring: createKeyring(options.encryptionKeys), max: 1 })
  try {
    const known = options.file && (await readKeys(options.file, database.repositories))
    if (known) return known
    const keys = await issueKeys(database.repositories, options.account)
    if (options.file) writeFileSync(options.file, JSON.stringify(keys, null, 2), { mode: 0o600 })
    return keys
  } finally {
    await database.close()
  }
}

export async function issueKey(
  db: Repositories,
  account: string,
  role: Role,
): Promise<{ accountId: string; key: string }> {
  const { id } = (await db.accounts.findByName(account)) ?? (await db.accounts.create({ name: account }))
  const { key } = await db.apiKeys.issue({ accountId: id, role, name: account })
  return { accountId: id, key }
}

async function issueKeys(db: Repositories, account: string): Promise<AccountKeys> {
  const member = await issueKey(db, account, 'member')
  const operator = await issueKey(db, account, 'operator')
  return { accountId: member.accountId, apiKey: member.key, operatorKey: operator.key }
}

/** The keys in the file, if they are valid in this database. */
async function readKeys(file: string, db: Repositories): Promise<AccountKeys | undefined> {
  if (!existsSync(file)) return undefined
  const keys: AccountKeys = JSON.parse(readFileSync(file, 'utf8'))
  const valid = (await db.apiKeys.authenticate(keys.apiKey)) && (await db.apiKeys.authenticate(keys.operatorKey))
  return valid ? keys : undefined
}
