import { createPublicUrl } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import { createSendMail, type MailServer, type SendMail } from '@shopmirror/jobs'
import type { SignIns } from '../http/auth.ts'
import { type Auth, type AuthOptions, createAuth } from './create-auth.ts'
import { createOidc, type Oidc } from './oidc.ts'
import { createSignIns } from './sign-ins.ts'

/** What signs people in, for `createApp`. */
export interface People {
  auth: Auth
  signIns: SignIns
  /** `null` when no identity provider is configured. */
  oidc: Oidc | null
  /** `null` when no mail server is configured. */
  sendMail: SendMail | null
}

interface PeopleOptions extends Omit<AuthOptions, 'publicUrl'> {
  db: Repositories
  /** `PUBLIC_URL` */
  publicUrl: string
  mail?: MailServer
}

/** Throws when `encryptionKeys` is empty. */
export function createPeople({ db, publicUrl: address, oidc, mail = {}, ...options }: PeopleOptions): People {
  const publicUrl = createPublicUrl(address)
  const auth = createAuth({ ...options, publicUrl })
  return {
    auth,
    signIns: createSignIns({ auth, db, publicUrl }),
    oidc: oidc ? createOidc(oidc.name, () => createAuth({ ...options, publicUrl, oidc })) : null,
    sendMail: createSendMail(mail),
  }
}
