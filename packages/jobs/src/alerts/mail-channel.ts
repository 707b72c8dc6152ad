import { createTransport } from 'nodemailer'
import type { Channel, NotifyOptions } from './notify.ts'

/** For each step of talking to the mail server, ms. */
const TIMEOUT_MS = 10_000
const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS }

/** `null` unless server, sender and receivers are all set. */
export function createMailChannel({
  smtpUrl,
  from,
  to,
}: Pick<NotifyOptions, 'smtpUrl' | 'from' | 'to'>): Channel | null {
  if (!smtpUrl || !from || !to) return null
  const transport = createTransport({ url: smtpUrl, ...timeouts }, { from, to })
  return {
    name: 'mail',
    async send({ title, detail, shopId }) {
      await transport.sendMail({ subject: `[Shopmirror] ${title}`, text: `${detail}\n\nShop: ${shopId}\n` })
    },
  }
}
