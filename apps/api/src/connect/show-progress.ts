import type { FastifyRequest } from 'fastify'
import { PROGRESS_MS } from '../state-life.ts'
import type { Answer } from './answer.ts'
import type { ConnectDeps } from './deps.ts'
import { messagePage } from './message-page.ts'
import { offerOf } from './offer.ts'
import { type ConnectLink, visitLanguage } from './open-visit.ts'
import { progressPage, type ShownProgress } from './progress-page.ts'
import { type Installation, readProgress } from './read-progress.ts'
import { retryUrlOf } from './retry-url.ts'
import { scriptPath } from './script-path.ts'
import { tell } from './texts.ts'

/** The page of an installation. Whoever has its address sees that shop and no other. */
export async function showProgress(request: FastifyRequest, ref: string, deps: ConnectDeps): Promise<Answer> {
  const id = deps.progressRefs.installationOf(ref)
  const installation = id === null ? null : await deps.db.installations.find(id)
  const isOver = !installation || installation.createdAt.getTime() < deps.now().getTime() - PROGRESS_MS
  if (isOver) return over(request, deps)
  if (installation.accountId === null) return { redirect: deps.places.claim(installation.id) }
  const { connectLinkId } = installation
  const link = connectLinkId === null ? null : await deps.db.connectLinks.find(connectLinkId)
  const account = await deps.db.accounts.find(installation.accountId)
  return show({ request, installation, link, accountName: account?.name ?? '' }, deps)
}

interface Shown {
  request: FastifyRequest
  installation: Installation
  link: ConnectLink | null
  accountName: string
}

async function show(shown: Shown, deps: ConnectDeps): Promise<Answer> {
  const { request, installation, link, accountName } = shown
  const language = visitLanguage(request, link, deps)
  const progress = await readProgress(installation, deps.db)
  const about = { request, language, returnUrl: link?.returnUrl ?? null }
  if (progress.kind === 'refused') {
    const retryUrl = link ? await retryUrlOf({ ...about, link, platform: installation.platform }, deps) : undefined
    return {
      document: messagePage({ ...about, refusal: progress.reason, retryUrl, ...(link && { accountName }) }),
    }
  }
  const named = namesOf(installation, progress, deps)
  return { document: progressPage({ ...about, ...named, progress, accountName, script: scriptPath(deps.publicUrl) }) }
}

/** The shop's own name, once the platform has told it. */
function namesOf({ platform: id, domain }: Installation, progress: ShownProgress, { platforms }: ConnectDeps) {
  const guide = offerOf(platforms.get(id))?.guide
  const shop = 'shop' in progress ? progress.shop : null
  const named = shop?.domain ?? domain ?? ''
  return { platform: guide?.name ?? id, shopName: shop?.name || (guide?.displayName(named) ?? named) }
}

function over(request: FastifyRequest, deps: ConnectDeps): Answer {
  const language = visitLanguage(request, null, deps)
  const texts = { title: tell('over-title', language), text: tell('over', language) }
  return { status: 410, document: messagePage({ request, language, tone: 'wait', ...texts }) }
}
