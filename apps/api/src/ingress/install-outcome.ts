import type { SignedCall } from '@shopmirror/platforms'
import type { FastifyReply } from 'fastify'
import { sendPage } from '../http/respond.ts'
import { claimPage, leaveFramePage, openedPage } from './install-pages.ts'
import type { Refusal } from './install-refusals.ts'
import { INSTALLATION_PARAMETER, type Places } from './places.ts'

/**
 * How the visit of a merchant's browser ended. A value, and never the reply: an async function that answers a reply
 * resolves when that is sent, to nothing.
 */
export type InstallOutcome =
  | { kind: 'connected' }
  | { kind: 'connecting'; installation: string }
  | { kind: 'refused'; reason: Refusal }
  /** Somebody has to claim it. `call`: who is to see it, where that is known. */
  | { kind: 'pending'; installation: string; call: SignedCall | null }
  /** The app of a connected shop was opened. `isConnecting`: its install has not succeeded yet. */
  | { kind: 'opened'; call: SignedCall; isConnecting: boolean }
  /** The merchant approves first. `cookie` goes along with it. */
  | { kind: 'consent'; url: string; cookie: string }
  /** Opened in a frame, where no consent can be shown. */
  | { kind: 'framed' }

interface Visit {
  platform: string
  reply: FastifyReply
  places: Places
}

/** An outcome that the address of a page can say. */
type Landing = Exclude<InstallOutcome, { kind: 'consent' | 'framed' }>

/** To the consent, to the dashboard, or to the page of ours in its place. */
export function sendOutcome(outcome: InstallOutcome, { platform, reply, places }: Visit): FastifyReply {
  reply.header('cache-control', 'no-store')
  if (outcome.kind === 'consent') return reply.header('set-cookie', outcome.cookie).redirect(outcome.url, 302)
  if (outcome.kind === 'framed')
    return sendPage(reply, leaveFramePage(reply.request, places.install(platform, 'entry')))
  const page = places.hasDashboard ? null : pageAtOnce(outcome, reply)
  return page ? sendPage(reply, page) : reply.redirect(places.settings(platform, parametersOf(outcome, platform)), 302)
}

/** What may be shown in a frame of the shop's admin, which only the signed call allows. */
function pageAtOnce(outcome: Landing, { request }: FastifyReply) {
  if (outcome.kind === 'opened') return openedPage(request, outcome)
  if (outcome.kind === 'pending') return claimPage(request, outcome.installation, outcome.call)
  return null
}

function parametersOf(outcome: Landing, platform: string): Record<string, string> {
  switch (outcome.kind) {
    case 'connected':
      return { [platform]: 'connected' }
    case 'connecting':
      return { [platform]: 'connecting', installation: outcome.installation }
    case 'refused':
      return { [platform]: 'error', reason: outcome.reason }
    case 'pending':
      return { [INSTALLATION_PARAMETER]: outcome.installation }
    case 'opened':
      return { shop: outcome.call.domain }
  }
}
