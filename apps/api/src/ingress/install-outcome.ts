import type { SignedCall } from '@shopmirror/platforms'
import type { FastifyReply } from 'fastify'
import { sendPage } from '../http/respond.ts'
import { claimPage, leaveFramePage, openedPage } from './install-pages.ts'
import type { Refusal } from './install-refusals.ts'
import { INSTALLATION_PARAMETER, type RedirectUrls } from './redirect-urls.ts'

/**
 * The result of a merchant's request during an install. Never the reply itself: an async function that returns a reply
 * resolves to `undefined` when it has been sent.
 */
export type InstallOutcome =
  | { kind: 'connected' }
  | { kind: 'connecting'; installation: string }
  | { kind: 'refused'; reason: Refusal }
  /** An account must claim the installation. `call`: the signed call, if there is one. */
  | { kind: 'pending'; installation: string; call: SignedCall | null }
  /** The app of a connected shop was opened. `isConnecting`: its install has not finished yet. */
  | { kind: 'opened'; call: SignedCall; isConnecting: boolean }
  /** Redirect to the consent page. `cookie`: `Set-Cookie` of the redirect. */
  | { kind: 'consent'; url: string; cookie: string }
  /** Opened in a frame, in which the consent page cannot be shown. */
  | { kind: 'framed' }

interface Visit {
  platform: string
  reply: FastifyReply
  places: RedirectUrls
}

/** An outcome that a page shows. */
type Landing = Exclude<InstallOutcome, { kind: 'consent' | 'framed' }>

/** Redirects to the consent page or the dashboard, or sends our own page. */
export function sendOutcome(outcome: InstallOutcome, { platform, reply, places }: Visit): FastifyReply {
  reply.header('cache-control', 'no-store')
  if (outcome.kind === 'consent') return reply.header('set-cookie', outcome.cookie).redirect(outcome.url, 302)
  if (outcome.kind === 'framed')
    return sendPage(reply, leaveFramePage(reply.request, places.install(platform, 'entry')))
  const page = places.hasDashboard ? null : pageAtOnce(outcome, reply)
  return page ? sendPage(reply, page) : reply.redirect(places.settings(platform, parametersOf(outcome, platform)), 302)
}

/** Sent without a redirect, because only the response to the signed call may be framed by the shop's admin. */
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
