import type { SignedCall } from '@shopmirror/platforms'
import type { FastifyReply } from 'fastify'
import { sendPage } from '../http/respond.ts'
import { claimPage, leaveFramePage, openedPage } from './install-pages.ts'
import type { Refusal } from './install-refusals.ts'
import { isFramed } from './is-framed.ts'
import { INSTALLATION_PARAMETER, type RedirectUrls } from './redirect-urls.ts'

/**
 * The result of a merchant's request during an install. Never the reply itself: an async function that returns a reply
 * resolves to `undefined` when it has been sent.
 */
export type InstallOutcome =
  /** `call`: the signed call, if there is one. */
  | { kind: 'connected'; installation: string; call?: SignedCall }
  | { kind: 'connecting'; installation: string }
  | { kind: 'refused'; reason: Refusal }
  /** An account must claim the installation. `call`: the signed call, if there is one. */
  | { kind: 'pending'; installation: string; call: SignedCall | null }
  /**
   * The app of a connected shop was opened. `isConnecting`: its install has not finished yet. `installation`: the latest
   * one, if it is so recent that its progress is shown.
   */
  | { kind: 'opened'; call: SignedCall; isConnecting: boolean; installation: string | null }
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

/** Redirects to the consent page or the dashboard, or to or with our own page. */
export function sendOutcome(outcome: InstallOutcome, visit: Visit): FastifyReply {
  const { platform, reply, places } = visit
  reply.header('cache-control', 'no-store')
  if (outcome.kind === 'consent') return reply.header('set-cookie', outcome.cookie).redirect(outcome.url, 302)
  if (outcome.kind === 'framed')
    return sendPage(reply, leaveFramePage(reply.request, places.install(platform, 'entry')))
  if (places.hasDashboard) return reply.redirect(places.settings(platform, parametersOf(outcome, platform)), 302)
  const page = pageAtOnce(outcome, visit)
  return page ? sendPage(reply, page) : reply.redirect(addressOf(outcome, visit), 302)
}

/** Sent without a redirect, because only the response to the signed call may be framed by the shop's admin. */
function pageAtOnce(outcome: Landing, { reply: { request }, places }: Visit) {
  if (outcome.kind === 'pending') return claimPage(request, { ...outcome, address: places.claim(outcome.installation) })
  if (outcome.kind !== 'opened' && outcome.kind !== 'connected') return null
  const { call, installation } = outcome
  if (!call || (installation !== null && !isFramed(request))) return null
  const isConnecting = outcome.kind === 'connected' || outcome.isConnecting
  const address = installation === null ? null : places.progress(installation)
  return openedPage(request, { call, isConnecting, address })
}

function addressOf(outcome: Landing, { platform, places }: Visit): string {
  if (outcome.kind === 'refused') return places.refused(platform, outcome.reason)
  return places.progress(outcome.installation ?? '', { tab: platform, ...parametersOf(outcome, platform) })
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
