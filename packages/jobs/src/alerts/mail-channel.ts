import { createTransport } from 'nodemailer'
import type { Channel } from './channel.ts'

/** For each step of the SMTP dialogue, ms. */
const TIMEOUT_MS = 10_000
const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS }

/** Options of the mail channel; unless all are set, there is none. */
export interface MailOptions {
  /** `smtp://user:password@host:587` or `smtps://…`. Needs `from` and `to`. */
  smtpUrl?: string | undefined
  from?: string | undefined
  /** One address, or several separated by commas. */
  to?: string | undefined
}

/** `null` unless server, sender and recipients are all set. */
export function createMailChannel({ smtpUrl, from, to }: MailOptions): Channel | null {
  if (!smtpUrl || !from || !to) return null
  const transport = createTransport({ url: smtpUrl, ...timeouts }, { from, to })
  return {
    name: 'mail',
    async send({ title, detail, shopId }) {
      await transport.sendMail({ subject: `[Shopmirror] ${title}`, text: `${detail}\n\nShop: ${shopId}\n` })
    },
  }
}
