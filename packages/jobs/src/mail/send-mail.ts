import { createTransport } from 'nodemailer'

/** For each step of the SMTP dialogue, ms. */
const TIMEOUT_MS = 10_000
const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS }

/** The mail server and the sender; unless both are set, no mail can be sent. */
export interface MailServer {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  smtpUrl?: string | undefined
  from?: string | undefined
}

/** Resolves when the mail server has accepted the mail. */
export type SendMail = (mail: { to: string; subject: string; text: string }) => Promise<void>

/** `null` unless server and sender are both set. */
export function createSendMail({ smtpUrl, from }: MailServer): SendMail | null {
  if (!smtpUrl || !from) return null
  const transport = createTransport({ url: smtpUrl, ...timeouts }, { from })
  return async (mail) => void (await transport.sendMail(mail))
}
