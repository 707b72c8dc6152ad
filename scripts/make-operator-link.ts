import { createPublicUrl } from '@shopmirror/config'
import { createKeyring, type DatabaseAddress, openDatabase } from '@shopmirror/db'

/** How long an operator link works, hours. */
export const OPERATOR_LINK_HOURS = 24

export interface OperatorLinkOptions {
  database: DatabaseAddress
  encryptionKeys: string
  /** `PUBLIC_URL` */
  publicUrl: string
  /** Whether there is a link only while nobody is an operator. */
  onlyFirst?: boolean
}

/** A link that makes whoever opens it an operator, once; earlier ones no longer work. `null` when none is needed. */
export async function makeOperatorLink(options: OperatorLinkOptions): Promise<string | null> {
  const keyring = createKeyring(options.encryptionKeys)
  const database = openDatabase({ ...options.database, keyring, max: 1 })
  const { operatorLinks, people } = database.repositories
  try {
    if (options.onlyFirst && (await people.hasOperator())) return null
    await operatorLinks.revokeAll()
    const token = await operatorLinks.create(OPERATOR_LINK_HOURS * 3_600_000)
    // After the #, which browsers send to nobody.
    return createPublicUrl(options.publicUrl).at(`/dashboard/sign-in#${token}`)
  } finally {
    await database.close()
  }
}
