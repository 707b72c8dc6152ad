import type { OpenPush, Repositories } from '@shopmirror/db'
import type { Target, WriteCapability } from '@shopmirror/platforms'

/** What becomes of a push when its object is looked up. */
export type Resolved =
  | { kind: 'found'; push: OpenPush; target: Target; objectKey: string }
  /** An earlier push creates the object, or one that the payload names. */
  | { kind: 'waiting'; push: OpenPush; objectKey: string; dueAt?: Date }
  | { kind: 'refused'; push: OpenPush; code: string; error: string }

/** A push whose object was found. */
export type Found = Extract<Resolved, { kind: 'found' }>

export interface ResolveDeps {
  db: Pick<Repositories, 'pushes' | 'objectLinks' | 'shopSettings'>
  shopId: string
  capability: Pick<WriteCapability, 'locations'>
  now: Date
}

/** Why something that a push names is not there. */
export interface NotFound {
  code: string
  error: string
}
