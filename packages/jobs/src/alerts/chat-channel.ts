import { SettingsError } from '@shopmirror/config'
import type { Channel } from './channel.ts'

const REQUEST_TIMEOUT_MS = 10_000
const loopback = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Options of the chat channel; without `webhookUrl` there is none. */
export interface ChatOptions {
  /** Receives `{"text": …}` by POST, as Slack and Mattermost accept it. Must be https, except on loopback. */
  webhookUrl?: string | undefined
}

/** `null` when no address is set. Throws a `SettingsError` on an address that would send alerts unencrypted. */
export function createChatChannel({ webhookUrl }: ChatOptions): Channel | null {
  if (!webhookUrl) return null
  const { protocol, hostname } = new URL(webhookUrl)
  if (protocol !== 'https:' && !loopback.has(hostname))
    throw new SettingsError('ALERT_WEBHOOK_URL must begin with https://, because alerts name shops.')
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
  if (!response.ok) throw new Error(`The chat webhook (ALERT_WEBHOOK_URL) answered with status ${response.status}.`)
}
