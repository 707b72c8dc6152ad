import type { Language } from '../http/languages.ts'
import { fill } from '../http/messages.ts'

const texts: Record<Language, { subject: string; text: string }> = {
  en: {
    subject: 'New password for Shopmirror',
    text: 'Somebody asked for a new password for this address on Shopmirror.\n\nChoose it here:\n{link}\n\nThe link works once, for one hour. If it was not you, ignore this message: your password stays as it is.\n',
  },
  hu: {
    subject: 'Új jelszó a Shopmirrorhoz',
    text: 'Valaki új jelszót kért ehhez a címhez a Shopmirrorban.\n\nItt adhatja meg:\n{link}\n\nA hivatkozás egyszer, egy órán belül használható. Ha nem Ön kérte, hagyja figyelmen kívül ezt az üzenetet: a jelszava változatlan marad.\n',
  },
  de: {
    subject: 'Neues Passwort für Shopmirror',
    text: 'Für diese Adresse wurde bei Shopmirror ein neues Passwort angefordert.\n\nHier kann es gewählt werden:\n{link}\n\nDer Link gilt einmal und eine Stunde lang. Wer es nicht angefordert hat, kann diese Nachricht ignorieren: Das Passwort bleibt unverändert.\n',
  },
}

/** Subject and text of the mail that brings the link for a new password. */
export function describePasswordReset(language: Language, link: string): { subject: string; text: string } {
  const { subject, text } = texts[language]
  return { subject, text: fill(text, { link }) }
}
