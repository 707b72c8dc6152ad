import { and, desc, eq } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { passkeys } from './schema/index.ts'

/** Passkeys of people. Made and checked by the sign-in; listed and removed here. */
export const passkeysRepository = ({ db }: Connection) => ({
  /** Newest first. */
  list: (userId: string) =>
    db
      .select({ id: passkeys.id, name: passkeys.name, createdAt: passkeys.createdAt })
      .from(passkeys)
      .where(eq(passkeys.userId, userId))
      .orderBy(desc(passkeys.id)),

  /** `false` when the person has no such passkey. */
  async remove(id: string, userId: string) {
    const removed = await db
      .delete(passkeys)
      .where(and(eq(passkeys.id, id), eq(passkeys.userId, userId)))
      .returning({ id: passkeys.id })
    return removed.length > 0
  },
})
