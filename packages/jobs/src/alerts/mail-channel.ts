import { createSendMail, type MailServer } from '../mail/send-mail.ts'
import type { Channel } from './channel.ts'

/** Options of the mail channel; unless all are set, there is none. */
export interface MailOptions extends MailServer {
  /** One address, or several separated by commas. */
  to?: string | undefined
}

/** `null` unless server, sender and recipients are all set. */
export function createMailChannel({ to, ...server }: MailOptions): Channel | null {
  const sendMail = createSendMail(server)
  if (!sendMail || !to) return null
  return {
    name: 'mail',
    send: ({ title, detail, shopId }) =>
      sendMail({ to, subject: `[Shopmirror] ${title}`, text: `${detail}\n\nShop: ${shopId}\n` }),
  }
}
