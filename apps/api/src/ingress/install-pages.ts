import type { SignedCall } from '@shopmirror/platforms'
import type { FastifyRequest } from 'fastify'
import { pickLanguage } from '../http/languages.ts'
import { say } from '../http/messages.ts'

interface InstallPage {
  language: string
  title: string
  text: string
  frameAncestor?: string
}

export function claimPage(request: FastifyRequest, call: SignedCall, installation: string): InstallPage {
  const language = pickLanguage(request.headers['accept-language'])
  const text = say('page-claim', language, { domain: call.domain, installation })
  return { language, title: say('page-claim-title', language), text, ...framedBy(call) }
}

export function connectedPage(request: FastifyRequest, call: SignedCall): InstallPage {
  const language = pickLanguage(request.headers['accept-language'])
  const text = say('page-connected', language, { domain: call.domain })
  return { language, title: say('page-connected-title', language), text, ...framedBy(call) }
}

/** Embedded apps stand in a frame of the shop's own admin, and of nobody else's. */
function framedBy({ landing }: SignedCall): { frameAncestor?: string } {
  return landing ? { frameAncestor: landing.origin } : {}
}
