import type { Logger } from '@shopmirror/config'
import { createChatChannel } from './chat-channel.ts'
import { createMailChannel } from './mail-channel.ts'

export interface Notice {
  title: string
  /** What to do. No customer data. */
  detail: string
  shopId: string
  kind: string
}

/** Resolves when the other side took the notice. */
export interface Channel {
  name: string
  send(notice: Notice): Promise<void>
}

export interface NotifyOptions {
  log: Logger
  /** `smtp://user:password@host:587` or `smtps://…`; with it go the two addresses. */
  smtpUrl?: string | undefined
  from?: string | undefined
  /** Several are separated by commas. */
  to?: string | undefined
  /** Takes `{"text": …}` by POST, as chat programs do. https, or on this machine http. */
  webhookUrl?: string | undefined
}

/**
 * Tells people through every channel that is configured; the log always. Throws when one could not be reached: said
 * again, the notice goes to that one only.
 */
export function createNotify({ log, ...options }: NotifyOptions): (notice: Notice) => Promise<void> {
  const channels = [createMailChannel(options), createChatChannel(options)].filter((channel) => channel !== null)
  const reached = new Map<string, Set<Channel>>()

  return async (notice) => {
    const { shopId: shop, kind, title, detail } = notice
    const key = `${shop} ${kind} ${title}`
    const before = reached.get(key)
    if (!before) log.warn({ shop, kind, detail }, 'alert.raised')

    const open = channels.filter((channel) => !before?.has(channel))
    const failed = await sendAll(notice, open, log)
    if (failed.length === 0) return void reached.delete(key)
    reached.set(key, new Set(channels.filter((channel) => !failed.includes(channel))))
    throw new Error(`The alert did not get through by ${failed.map(({ name }) => name).join(' and ')}.`)
  }
}

/** Answers who could not be reached. */
async function sendAll(notice: Notice, channels: readonly Channel[], log: Logger): Promise<Channel[]> {
  const results = await Promise.allSettled(channels.map((channel) => channel.send(notice)))
  return channels.filter((channel, index) => {
    const result = results[index]
    if (result?.status !== 'rejected') return false
    log.error({ err: result.reason, channel: channel.name }, 'alert.channel_failed')
    return true
  })
}
