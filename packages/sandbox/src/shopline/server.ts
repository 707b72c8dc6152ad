import type { EmulatorDeps, HttpExchange } from '../platform-emulator.ts'
import { answerOpenApi } from './api/answer-open-api.ts'
import { answerOauth } from './oauth-server.ts'
import type { Shopline } from './shopline.ts'

/** `/shopline/developers/oauth/…` as in the developer centre, `/shopline/open/v1/…` as the Open API. */
export async function answerShopline(shopline: Shopline, deps: EmulatorDeps, exchange: HttpExchange): Promise<void> {
  const { url, response } = exchange
  if (url.pathname.startsWith('/shopline/developers/oauth/')) return answerOauth({ ...deps, shopline }, exchange)
  if (url.pathname.startsWith('/shopline/open/v1/')) return answerOpenApi(shopline.openApi, exchange)
  response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not found"}')
}
