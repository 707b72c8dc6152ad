import { createPublicUrl } from '@shopmirror/config'
import { createKeyring, openDatabase, readAddress } from '@shopmirror/db'
import type { Env } from './app-processes.ts'

/** How long an operator link works, hours. */
export const OPERATOR_LINK_HOURS = 24

/**
 * A link that makes whoever opens it an operator, once; earlier ones no longer work. `env`: the settings of the api. With
 * `onlyFirst` it is `null` when there is an operator already.
 */
export async function makeOperatorLink(env: Env, { onlyFirst = false } = {}): Promise<string | null> {
  const keyring = createKeyring(env.ENCRYPTION_KEYS ?? '')
  const database = openDatabase({ ...readAddress(env), keyring, max: 1 })
  const { operatorLinks, people } = database.repositories
  try {
    if (onlyFirst && (await people.hasOperator())) return null
    await operatorLinks.revokeAll()
    const token = await operatorLinks.create(OPERATOR_LINK_HOURS * 3_600_000)
    // After the #, which browsers send to nobody.
    return createPublicUrl(env.PUBLIC_URL ?? '').at(`/dashboard/sign-in#${token}`)
  } finally {
    await database.close()
  }
}
