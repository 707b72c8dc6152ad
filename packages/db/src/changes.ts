/** What changed. `run`: its status; `run_progress`: its pages and rows. */
export type ChangeKind =
  | 'run'
  | 'run_progress'
  | 'delivery'
  | 'push'
  | 'alert'
  | 'shop'
  | 'settings'
  | 'subscription'
  | 'installation'
  | 'privacy_request'
  | 'quarantine'
  | 'replay'

/** A change that people may be looking at. Names it, and says nothing of its content. */
export interface Change {
  kind: ChangeKind
  /** `null` when there is none, or it is not known yet. */
  shopId: string | null
  /** Only of changes without a shop. */
  accountId?: string | null
  /** Of the run, push, alert and so on; omitted when there are several or it is not known. */
  id?: string
}

/** Called after a change is committed. Must neither throw nor wait. */
export type OnChange = (change: Change) => void

/** Keeps the changes of a transaction until it is committed. */
export function createChangeBuffer(): { changed: OnChange; forward(to: OnChange): void } {
  const changes: Change[] = []
  return {
    changed: (change) => void changes.push(change),
    forward: (to) => changes.forEach(to),
  }
}
