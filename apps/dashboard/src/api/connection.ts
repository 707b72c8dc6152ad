import { useSyncExternalStore } from 'react'

/** `cut-off`: the last call got no answer, so that what is on the page may be old. */
export type ConnectionState = 'connected' | 'cut-off'

let current: ConnectionState = 'connected'
const listeners = new Set<() => void>()

/** Said by every call to the api, and by the live events. */
export function setConnection(next: ConnectionState): void {
  if (next === current) return
  current = next
  for (const listener of listeners) listener()
}

export function useConnection(): ConnectionState {
  return useSyncExternalStore(subscribe, () => current)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
