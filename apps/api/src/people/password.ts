import { text } from '../http/fields.ts'
import type { Auth } from './create-auth.ts'
import { PASSWORD_LENGTH } from './create-auth.ts'

/** A password as it is given to sign in; whether it is long enough was checked when it was set. */
export const givenPassword = text({ max: PASSWORD_LENGTH.max })
/** A password that is set. */
export const newPassword = text(PASSWORD_LENGTH).describe(`At least ${PASSWORD_LENGTH.min} characters`)

/** Sets the person's password, whether they have had one or not. */
export async function setPassword(userId: string, password: string, auth: Auth): Promise<void> {
  const { internalAdapter, password: passwords } = await auth.$context
  const hash = await passwords.hash(password)
  const logins = await internalAdapter.findAccounts(userId)
  const has = logins.some(({ providerId }) => providerId === 'credential')
  if (has) await internalAdapter.updatePassword(userId, hash)
  else await internalAdapter.linkAccount({ userId, providerId: 'credential', accountId: userId, password: hash })
}
