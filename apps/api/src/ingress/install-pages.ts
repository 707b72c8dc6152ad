import type { SignedCall } from '@shopmirror/platforms'
import type { FastifyRequest } from 'fastify'
import { pickLanguage } from '../http/languages.ts'
import { say } from '../http/messages.ts'
import type { Page } from '../http/page.ts'

interface InstallPage extends Page {
  frameAncestor?: string
}

/** Without a call nobody knows yet which shop it is. */
export function claimPage(request: FastifyRequest, call: SignedCall | null, installation: string): InstallPage {
  const language = pickLanguage(request.headers['accept-language'])
  const text = call
    ? say('page-claim', language, { domain: call.domain, installation })
    : say('page-claim-unnamed', language, { installation })
  return { language, title: say('page-claim-title', language), text, ...(call && framedBy(call)) }
}

export function connectedPage(request: FastifyRequest, call: SignedCall): InstallPage {
  const language = pickLanguage(request.headers['accept-language'])
  const text = say('page-connected', language, { domain: call.domain })
  return { language, title: say('page-connected-title', language), text, ...framedBy(call) }
}

/** Consent pages refuse to be framed, and a frame of another site's gets no cookie: who is in one is led out of it. */
export function leaveFramePage(request: FastifyRequest, address: string): InstallPage {
  const language = pickLanguage(request.headers['accept-language'])
  const action = { label: say('page-choose-button', language), address }
  const title = say('page-choose-title', language)
  return { language, title, text: say('page-choose', language), action, frameAncestor: '*' }
}

/** Embedded apps stand in a frame of the shop's own admin, and of nobody else's. */
function framedBy({ landing }: SignedCall): { frameAncestor?: string } {
  return landing ? { frameAncestor: landing.origin } : {}
}
