import type { Language } from '../http/languages.ts'
import { fill } from '../http/messages.ts'

interface Invitation extends Record<string, string> {
  account: string
  /** Name of the person who invites. */
  inviter: string
  link: string
}

const texts: Record<Language, { subject: string; text: string }> = {
  en: {
    subject: 'Invitation to {account} on Shopmirror',
    text: '{inviter} invites you to the account {account} on Shopmirror.\n\nAccept the invitation here:\n{link}\n\nThe link works once, for 7 days, and only for this address. If you do not know the sender, ignore this message.\n',
  },
  hu: {
    subject: 'Meghívó a(z) {account} fiókba (Shopmirror)',
    text: '{inviter} meghívja Önt a Shopmirror {account} nevű fiókjába.\n\nA meghívót itt fogadhatja el:\n{link}\n\nA hivatkozás egyszer, 7 napon belül és csak ehhez a címhez használható. Ha nem ismeri a feladót, hagyja figyelmen kívül ezt az üzenetet.\n',
  },
  de: {
    subject: 'Einladung zu {account} bei Shopmirror',
    text: '{inviter} lädt zum Konto {account} bei Shopmirror ein.\n\nHier kann die Einladung angenommen werden:\n{link}\n\nDer Link gilt einmal, 7 Tage lang und nur für diese Adresse. Ist der Absender unbekannt, kann diese Nachricht ignoriert werden.\n',
  },
}

/** Subject and text of the mail that brings an invitation's link. */
export function describeInvitation(language: Language, invitation: Invitation): { subject: string; text: string } {
  const { subject, text } = texts[language]
  return { subject: fill(subject, invitation), text: fill(text, invitation) }
}
