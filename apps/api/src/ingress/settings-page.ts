import type { FastifyRequest } from 'fastify'
import type { Api } from '../http/api.ts'
import { languagePages } from '../http/page.ts'
import { Problem } from '../http/problem.ts'
import { answerPerson, sendPage } from '../http/respond.ts'
import { connectedPage, connectingPage, type InstallPage, refusedPage } from './install-pages.ts'
import { refusals } from './install-refusals.ts'
import { SETTINGS_PATH } from './places.ts'

/** Where installs end while there is no dashboard. Its address says everything, so it may be loaded again and kept. */
export function settingsPageRoute(app: Api): void {
  app.get(SETTINGS_PATH, { schema: { hide: true }, errorHandler: answerPerson }, async (request, reply) => {
    const page = pageOf(request)
    if (!page) throw new Problem('not-found')
    return sendPage(reply, { ...page, languages: languagePages(request) })
  })
}

/** Nothing of the address is shown: it only chooses among our own texts. */
function pageOf(request: FastifyRequest): InstallPage | null {
  const query = new URLSearchParams(request.query as Record<string, string>)
  switch (query.get(query.get('tab') ?? '')) {
    case 'connected':
      return connectedPage(request)
    case 'connecting':
      return connectingPage(request)
    case 'error':
      return refusedPage(request, refusals.find((reason) => reason === query.get('reason')) ?? 'unknown')
    default:
      return null
  }
}
