import { createPublicUrl } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { SignIns } from '../http/auth.ts'
import { type Auth, type AuthOptions, createAuth } from './create-auth.ts'
import { createSignIns } from './sign-ins.ts'

/** What signs people in, for `createApp`. */
export interface People {
  auth: Auth
  signIns: SignIns
}

interface PeopleOptions extends Omit<AuthOptions, 'publicUrl'> {
  db: Repositories
  /** `PUBLIC_URL` */
  publicUrl: string
}

/** Throws when `encryptionKeys` is empty. */
export function createPeople({ db, publicUrl: address, ...options }: PeopleOptions): People {
  const publicUrl = createPublicUrl(address)
  const auth = createAuth({ ...options, publicUrl })
  return { auth, signIns: createSignIns({ auth, db, publicUrl }) }
}
