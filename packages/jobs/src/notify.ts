import type { Logger } from '@shopmirror/config'
import { createTransport } from 'nodemailer'

const REQUEST_TIMEOUT_MS = 10_000

export interface Notice {
  title: string
  detail: string
  shopId: string
  kind: string
}

export interface NotifyOptions {
  log: Logger
  /** `smtp://user:password@host:587` or `smtps://…`; with it go the two addresses. */
  smtpUrl?: string
  from?: string
  to?: string
  /** Takes `{"text": …}` by POST, as chat programs do. */
  webhookUrl?: string
}

/** Tells people through every channel that is configured; the log always. Throws when one of them could not be reached. */
export function createNotify(options: NotifyOptions): (notice: Notice) => Promise<void> {
  const { log } = options
  const channels = [mailChannel(options), chatChannel(options)].filter((channel) => channel !== null)
  return async (notice) => {
    log.warn({ shop: notice.shopId, kind: notice.kind, detail: notice.detail }, 'alert.raised')
    const results = await Promise.allSettled(channels.map((send) => send(notice)))
    const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    if (errors.length > 0)
      throw new AggregateError(errors, `${errors.length} of ${channels.length} alert channels could not be reached.`)
  }
}

type Channel = (notice: Notice) => Promise<unknown>

function mailChannel({ smtpUrl, from, to }: NotifyOptions): Channel | null {
  if (!smtpUrl || !from || !to) return null
  const transport = createTransport(smtpUrl, { from, to })
  return ({ title, detail, shopId }) =>
    transport.sendMail({ subject: `[Shopmirror] ${title}`, text: `${detail}\n\nShop: ${shopId}\n` })
}

function chatChannel({ webhookUrl }: NotifyOptions): Channel | null {
  if (!webhookUrl) return null
  return async ({ title, detail, shopId }) => {
    const response = await fetch(webhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: `${title}\n${detail}\n${shopId}` }),
      redirect: 'error',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
    if (!response.ok) throw new Error(`The alert webhook answered ${response.status}.`)
  }
}
