import type { Logger, PublicUrl } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { People } from './create-people.ts'
import type { ResetLimit, SignInLimit } from './sign-in-limit.ts'

/** What the routes need that anybody may call. */
export interface OpenDeps extends People {
  db: Repositories
  publicUrl: PublicUrl
  signInLimit: SignInLimit
  resetLimit: ResetLimit
  log: Logger
}
