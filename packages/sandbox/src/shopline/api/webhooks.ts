/** A webhook that was made over the Open API. Times in ms. */
export interface Hook {
  id: string
  address: string
  topics: string[]
  version: string
  createdAt: number
  updatedAt: number
}

/** What a shop's apps subscribed to. */
export interface HookDesk {
  list(): readonly Hook[]
  /** Those that want to hear of this topic. */
  active(topic: string): Hook[]
  find(id: string): Hook | undefined
  add(hook: Pick<Hook, 'address' | 'topics' | 'version'>): Hook
  change(id: string, change: Partial<Pick<Hook, 'address' | 'topics' | 'version'>>): Hook | undefined
  remove(id: string): boolean
  clear(): void
}
