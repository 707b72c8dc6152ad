import type { Faults } from '../faults.ts'
import { deleteOldest } from '../world/delete-oldest.ts'
import { answerBatch, type Part } from './batch.ts'
import { readers } from './collections.ts'
import { type Answer, refuse } from './envelope.ts'
import { answerFiles } from './products/files.ts'
import { numberOfSku } from './products/number-of-sku.ts'
import { scopeOf } from './scopes.ts'
import { type TokenService, unauthorized } from './tokens.ts'
import type { WebhookRegistry } from './webhook-registry.ts'
import { writers } from './writers.ts'
import { answerWrite } from './writes/answer-write.ts'
import type { Target } from './writes/writer.ts'

export interface ApiCall extends Part {
  bearer: string
}

export interface ApiShop extends Target {
  hooks: WebhookRegistry
  /** Runs a write; what it changes in the world sends no webhooks of its own. */
  write<T>(change: () => T): T
}

interface Deps {
  tokens: TokenService
  faults: Faults
  /** Whether one more call is within the shop's allowance. */
  takeCall(): boolean
}

const productEndpoints: ReadonlySet<string> = new Set(['products', 'productExtend'])
const writingMethods: ReadonlySet<string> = new Set(['POST', 'PUT', 'DELETE'])

/** One authorized call; a batch is one call, whatever it holds. */
export function answerCall(call: ApiCall, target: ApiShop, { tokens, faults, takeCall }: Deps): Answer {
  const where = { path: call.path, shop: target.shop.domain }
  const token = tokens.check(target.shop.domain, call.bearer)
  if (!token || faults.hit(['unauthorized'], where).length > 0) return unauthorized()
  if (faults.hit(['pageShift'], where).length > 0) deleteOldest(target.shop)
  const answer = (part: Part) => route(part, target, token.scopes)
  if (call.path !== 'batch') return answer(call)
  // The call itself has taken one.
  let isTaken = true
  const takePart = () => {
    const isFree = isTaken || target.rules.batchCounts === 'call'
    isTaken = false
    return isFree || takeCall()
  }
  return answerBatch({ body: call.body, shop: target.shop.domain, faults, takeCall: takePart, answer })
}

function route({ method, path, query, body }: Part, target: ApiShop, granted: ReadonlySet<string>): Answer {
  const { shop, formats, rules, hooks } = target
  const [root = '', rawId] = path.split('/')
  const id = rawId ? decode(rawId) : null
  const scope = scopeOf(root, method)
  if (scope && !granted.has(scope)) return refuse(403, 40_301, `Missing scope ${scope}`)
  if (root === 'webHooks') return hooks.handle(method, id, { query, body, href: formats.href })
  if (root === 'files') return answerFiles({ method, query, body }, target)
  const reader = readers[root]
  if (!reader) return refuse(404, 40_401, 'Resource not found')
  const read = (each: string | null) => reader({ shop, formats, rules, root, id: each, query })
  if (method === 'GET') return read(id)
  const writer = writers[root]
  if (!writer || !writingMethods.has(method)) return refuse(405, 40_501, `${method} is not available for ${root}`)
  const found = idBySku({ id, method, query }, root, target)
  if (found === null) return refuse(404, 40_033, 'No product with this SKU')
  const isEmptied = query.get('emptyBody') === '1' && !productEndpoints.has(root)
  return target.write(() => answerWrite({ method, id: found ?? id, body, read, isEmptied }, writer, target))
}

/** `PUT /productExtend?sku=`; `undefined`: named otherwise, `null`: unknown. */
function idBySku(
  { id, method, query }: { id: string | null; method: string; query: URLSearchParams },
  root: string,
  { shop, formats }: ApiShop,
): string | null | undefined {
  const sku = query.get('sku')
  if (root !== 'productExtend' || sku === null || id !== null || method === 'POST') return undefined
  const number = numberOfSku(sku, shop)
  return number === null ? null : formats.ids.of('product', number)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
