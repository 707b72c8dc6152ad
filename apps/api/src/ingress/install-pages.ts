import type { SignedCall } from '@shopmirror/platforms'
import type { FastifyRequest } from 'fastify'
import { languageOf } from '../http/languages.ts'
import { say } from '../http/messages.ts'
import type { Page } from '../http/page.ts'
import type { Refusal } from './install-refusals.ts'

/** A page shown during an install. `frameAncestor`: the shop's admin, which may frame it. */
export interface InstallPage extends Page {
  frameAncestor?: string
}

interface Claimable {
  installation: string
  /** Without a call the shop is not known yet. */
  call: SignedCall | null
  /** Where the installation can be connected. */
  address: string
}

/** An account must claim the installation. */
export function claimPage(request: FastifyRequest, { installation, call, address }: Claimable): InstallPage {
  const language = languageOf(request)
  const text = call ? say('page-claim', language, { domain: call.domain }) : say('page-claim-unnamed', language)
  const title = say('page-claim-title', language)
  const action = { label: say('page-claim-button', language), address }
  return { language, tone: 'wait', title, text, code: installation, action, ...(call && framedBy(call)) }
}

interface Opened {
  call: SignedCall
  isConnecting: boolean
  /** Where the progress of its install is shown. */
  address: string | null
}

/** For merchants who open the app of a connected or connecting shop. */
export function openedPage(request: FastifyRequest, { call, isConnecting, address }: Opened): InstallPage {
  const language = languageOf(request)
  const action = address === null ? {} : { action: { label: say('page-progress-button', language), address } }
  if (isConnecting) return { ...connectingPage(request), ...action, ...framedBy(call) }
  const text = say('page-opened', language, { domain: call.domain })
  const title = say('page-connected-title', language)
  return { language, tone: 'good', title, text, ...action, ...framedBy(call) }
}

/** After an install has finished, without a dashboard to go to. */
export function connectedPage(request: FastifyRequest): InstallPage {
  const language = languageOf(request)
  return { language, tone: 'good', title: say('page-connected-title', language), text: say('page-connected', language) }
}

/** While an install is still running. */
export function connectingPage(request: FastifyRequest): InstallPage {
  const language = languageOf(request)
  const title = say('page-connecting-title', language)
  return { language, tone: 'wait', title, text: say('page-connecting', language) }
}

/** For `unknown` the page has general advice. */
export function refusedPage(request: FastifyRequest, reason: Refusal | 'unknown'): InstallPage {
  const language = languageOf(request)
  const title = say(`page-refused-${reason}-title`, language)
  return { language, tone: 'bad', title, text: say(`page-refused-${reason}`, language) }
}

/**
 * Consent pages cannot be framed, and a cross-site frame gets no cookie, so this page has a button that leaves the
 * frame.
 */
export function leaveFramePage(request: FastifyRequest, address: string): InstallPage {
  const language = languageOf(request)
  const action = { label: say('page-choose-button', language), address }
  const title = say('page-choose-title', language)
  return { language, title, text: say('page-choose', language), action, frameAncestor: '*' }
}

/** Embedded apps may be framed only by the shop's own admin. */
function framedBy({ continueUrl }: SignedCall): { frameAncestor?: string } {
  return continueUrl ? { frameAncestor: continueUrl.origin } : {}
}
