/** What an entry of the search is. */
export type ActivityKind = 'delivery' | 'push' | 'run'
/** One word for the states of all kinds. `failed` needs somebody: failed, or a push in conflict. */
export type ActivityStatus = 'open' | 'succeeded' | 'failed' | 'ignored'

/** Filters of the search; all of them have to match. */
export interface ActivityFilter {
  shopId?: string | undefined
  kind?: ActivityKind | undefined
  status?: ActivityStatus | undefined
  /** Topic of a delivery, kind of a push, or type of a run. */
  topic?: string | undefined
  /** See `ObjectSearch`. */
  object?: string | undefined
  /** Part of the error's text, in any case of letters. */
  error?: string | undefined
  /** Recorded from then on. */
  since?: Date | undefined
  /** Recorded before then. */
  until?: Date | undefined
}

/** One run, delivery or push. */
export interface ActivityEntry {
  kind: ActivityKind
  id: string
  shopId: string | null
  platform: string | null
  domain: string | null
  status: ActivityStatus
  /** The state in the words of its kind. */
  state: string
  /** Topic of a delivery, kind of a push, type of a run. */
  topic: string
  /** `table/external_id` or `resource/external_id`; `null` for runs and where it is not known yet. */
  object: string | null
  error: string | null
  at: Date
  finishedAt: Date | null
}
