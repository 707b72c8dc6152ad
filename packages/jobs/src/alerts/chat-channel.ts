import { SettingsError } from '@shopmirror/config'
import type { Channel } from './channel.ts'

const REQUEST_TIMEOUT_MS = 10_000
const loopback = new Set(['127.0.0.1', '[::1]', 'localhost'])

export interface ChatOptions {
  /** Takes `{"text": …}` by POST, as chat programs do. https, or on this machine http. */
  webhookUrl?: string | undefined
}

/** `null` when no address is set. Throws on one that would send alerts over the network in the clear. */
export function createChatChannel({ webhookUrl }: ChatOptions): Channel | null {
  if (!webhookUrl) return null
  const { protocol, hostname } = new URL(webhookUrl)
  if (protocol !== 'https:' && !loopback.has(hostname))
    throw new SettingsError('ALERT_WEBHOOK_URL must begin with https://: alerts name shops.')
  return { name: 'chat', send: ({ title, detail, shopId }) => post(webhookUrl, `${title}\n${detail}\n${shopId}`) }
}

async function post(url: string, text: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
    redirect: 'error',
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`The alert webhook answered ${response.status}.`)
}
