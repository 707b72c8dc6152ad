import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** A mail as it was received. */
export interface ReceivedMail {
  from: string
  to: string[]
  /** With its headers. */
  text: string
}

export interface MailServer extends AsyncDisposable {
  /** For `SMTP_URL`. */
  url: string
  /** Oldest first. */
  mails: ReceivedMail[]
  /** While `true`, every mail is refused. */
  isFull: boolean
}

/** A real SMTP server that keeps what it receives. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, { envelope: { mailFrom, rcptTo } }, done) {
      const received = await text(stream)
      if (mailServer.isFull) return done(Object.assign(new Error('No space left.'), { responseCode: 452 }))
      const from = mailFrom ? mailFrom.address : ''
      mails.push({ from, to: rcptTo.map(({ address }) => address), text: received })
      done()
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const mailServer: MailServer = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    isFull: false,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return mailServer
}

/** The first link in a mail whose text is in quoted-printable, or as it is. */
export function linkIn({ text }: ReceivedMail): string {
  const unfolded = text.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=')
  return /https?:\/\/\S+/.exec(unfolded)?.[0] ?? ''
}
