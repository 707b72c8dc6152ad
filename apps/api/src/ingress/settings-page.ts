import type { FastifyRequest } from 'fastify'
import type { Api } from '../http/api.ts'
import { languagePages } from '../http/page.ts'
import { Problem } from '../http/problem.ts'
import { answerPerson, sendPage } from '../http/respond.ts'
import { connectedPage, connectingPage, type InstallPage, refusedPage } from './install-pages.ts'
import { refusalNamed } from './install-refusals.ts'
import { SETTINGS_PATH } from './redirect-urls.ts'

/** The page for those who link to the outcome of an install. It depends only on its address, so it can be reloaded. */
export function settingsPageRoute(app: Api): void {
  app.get(SETTINGS_PATH, { schema: { hide: true }, errorHandler: answerPerson }, async (request, reply) => {
    const page = pageOf(request)
    if (!page) throw new Problem('not-found')
    return sendPage(reply, { ...page, languages: languagePages(request) })
  })
}

/** The address only selects one of our texts; nothing of it is shown. */
function pageOf(request: FastifyRequest): InstallPage | null {
  const query = new URLSearchParams(request.query as Record<string, string>)
  switch (query.get(query.get('tab') ?? '')) {
    case 'connected':
      return connectedPage(request)
    case 'connecting':
      return connectingPage(request)
    case 'error':
      return refusedPage(request, refusalNamed(query.get('reason')))
    default:
      return null
  }
}
