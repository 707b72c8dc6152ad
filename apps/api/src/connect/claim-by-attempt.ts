import { installShop, withOutbox } from '@shopmirror/jobs'
import type { FastifyRequest } from 'fastify'
import { connectInstallation } from '../connect-installation.ts'
import { findAttempt } from '../ingress/find-attempt.ts'
import { refusedOn } from '../ingress/finish-state.ts'
import type { InstallOutcome } from '../ingress/install-outcome.ts'
import { INSTALLATION_PARAMETER } from '../ingress/redirect-urls.ts'
import type { Answer } from './answer.ts'
import type { ConnectDeps } from './deps.ts'
import type { Installation } from './read-progress.ts'

/** Where signed-in people claim installations. */
const CLAIM_PATH = '/dashboard/claim'

/**
 * Connects an unclaimed installation to the account of the link with which this browser wants to connect that very shop:
 * for apps in a frame, which get no cookie. Without such an attempt it leads to where signed-in people claim it.
 */
export async function claimByAttempt(request: FastifyRequest, ref: string, deps: ConnectDeps): Promise<Answer> {
  const { db, places, publicUrl, progressRefs } = deps
  const id = progressRefs.installationOf(ref)
  const installation = id === null ? null : await db.installations.find(id)
  if (!installation) return { redirect: publicUrl.at(CLAIM_PATH) }
  if (installation.accountId !== null) return { redirect: places.progress(installation.id) }
  const outcome = await claim(request, installation, deps)
  if (outcome?.kind === 'connected') return { redirect: places.progress(outcome.installation) }
  if (outcome?.kind === 'refused') return { redirect: places.refused(installation.platform, outcome.reason) }
  return {
    redirect: publicUrl.at(`${CLAIM_PATH}?${new URLSearchParams({ [INSTALLATION_PARAMETER]: installation.id })}`),
  }
}

async function claim(
  request: FastifyRequest,
  { id, platform, domain, expiresAt }: Installation,
  deps: ConnectDeps,
): Promise<InstallOutcome | null> {
  const isOpen = expiresAt === null || expiresAt > deps.now()
  if (domain === null || !isOpen) return null
  const known = deps.visitors.read(request.headers.cookie)?.state ?? null
  const attempt = await findAttempt({ db: deps.db, state: known, platform, domain })
  if (!attempt) return null
  const { accountId, connectLinkId, state, hash } = attempt
  return refusedOn(() =>
    withOutbox(deps, async (tx, enqueue): Promise<InstallOutcome> => {
      const shopKey = { platform, domain }
      const reason = await tx.connectLinks.admit(connectLinkId, shopKey)
      if (reason) return { kind: 'refused', reason }
      await tx.oauthStates.consume(state)
      await tx.installations.claim({ id, accountId, connectLinkId, attempt: hash })
      await connectInstallation({ id, accountId, ...shopKey }, tx)
      await enqueue(installShop, { installationId: id })
      return { kind: 'connected', installation: id }
    }),
  )
}
