import type { Auth } from './create-auth.ts'

/** A new person who signs in with a password. */
export interface NewPerson {
  email: string
  name: string
  password: string
  /** Whether it is known that the address is theirs. */
  isProven: boolean
}

/** Throws when the address is taken. */
export async function createPerson(
  { email, name, password, isProven }: NewPerson,
  auth: Auth,
): Promise<{ id: string }> {
  const { internalAdapter, password: passwords } = await auth.$context
  const hash = await passwords.hash(password)
  const { id } = await internalAdapter.createUser(
    { email, name, emailVerified: isProven },
    { method: 'email-password' },
  )
  await internalAdapter.linkAccount({ userId: id, providerId: 'credential', accountId: id, password: hash })
  return { id }
}
