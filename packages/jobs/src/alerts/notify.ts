import type { Logger } from '@shopmirror/config'
import type { Channel, Notice } from './channel.ts'
import { type ChatOptions, createChatChannel } from './chat-channel.ts'
import { createMailChannel, type MailOptions } from './mail-channel.ts'

export interface NotifyOptions extends MailOptions, ChatOptions {
  log: Logger
}

/**
 * Sends a notice to the log and to every configured channel. Throws when a channel failed; the next call with the same
 * notice sends it to the failed channels only.
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
    throw new Error(`The alert could not be sent by ${failed.map(({ name }) => name).join(' and ')}.`)
  }
}

/** Returns the channels that failed. */
async function sendAll(notice: Notice, channels: readonly Channel[], log: Logger): Promise<Channel[]> {
  const results = await Promise.allSettled(channels.map((channel) => channel.send(notice)))
  return channels.filter((channel, index) => {
    const result = results[index]
    if (result?.status !== 'rejected') return false
    log.error({ err: result.reason, channel: channel.name }, 'alert.channel_failed')
    return true
  })
}
