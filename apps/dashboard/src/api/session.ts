import { basePath } from './base.ts'
import { queryClient } from './query-client.ts'

/** Tabs of this browser share one session. */
const channel = new BroadcastChannel('shopmirror-session')
channel.onmessage = () => void queryClient.invalidateQueries()

/** Somebody signed in or out, or selected another account: other tabs read everything again. */
function announceSession(): void {
  channel.postMessage('changed')
}

/** Loads the page anew at an address below the dashboard, so that nothing of another person is left. */
export function openAfresh(path: string): void {
  announceSession()
  location.assign(`${basePath}${path}`)
}
