import { deleteOldest } from '../../../world/delete-oldest.ts'
import { accessToken, type Call, damageOf, hasFault, type ServerCore, write } from '../../exchange.ts'
import { answerRest, type RestAddress } from './answer-rest.ts'

/** Counts the call, applies the sandbox's faults, and answers. `url` is the address the client has called. */
export async function serveRest(
  core: ServerCore,
  call: Call,
  { version, path }: RestAddress,
  url: string,
): Promise<void> {
  const { request, domain } = call
  const { shopify, faults, stats } = core
  const name = `rest/${path.replace(/\d+/g, ':id')}`
  stats.requests[domain] = (stats.requests[domain] ?? 0) + 1
  stats.byPath[name] = (stats.byPath[name] ?? 0) + 1
  const where = { path: `rest/${path}`, shop: domain }
  if (await hasFault(core, call, where)) return
  const kinds = new Set(faults.hit(['throttle', 'unauthorized'], where).map(({ kind }) => kind))
  const { method = 'GET', headers } = request
  const asked = { method, version, path, url, query: call.url.searchParams, token: accessToken(request) }
  const answer = answerRest(domain, { ...asked, accept: headers.accept ?? '' }, shopify, kinds)
  if (answer.status === 429) stats.throttled += 1
  if (faults.hit(['pageShift'], where).length > 0) deleteOldest(shopify.shop(domain).world)
  write(core, call, answer, damageOf(core, where))
}
