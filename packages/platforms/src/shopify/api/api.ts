import { AuthRevokedError, RetryableError } from '../../contract/errors.ts'
import type { ShopAccess } from '../../contract/shop-access.ts'
import type { ShopAddress } from '../../contract/shop-client.ts'
import { callShop, throttled } from '../../http/call-shop.ts'
import type { HttpAnswer } from '../../http/http.ts'
import { withRetries } from '../../http/with-retries.ts'
import { type WriteAnswer, writeToShop } from '../../http/write-to-shop.ts'
import { adminUrl, type Settings } from '../settings.ts'
import { type Answer, readAnswer } from './answer.ts'
import { createVersionWatch } from './api-version.ts'
import type { Document } from './document.ts'
import { isThrottled, meaningOf, searchProblem } from './graphql-error.ts'

export interface ShopifyApi {
  /**
   * One GraphQL operation, within the shop's budget. Throws `RateLimitedError` for `THROTTLED`, `PermanentError` for what a
   * retry cannot change (with `missingScope` if that is the reason), otherwise `RetryableError`. Only queries are repeated.
   */
  query<D, V>(document: Document<D, V>, variables: V): Promise<D>
  /** A mutation whose outcome matters. Never repeated; throws only where nothing was carried out. See `writeToShop`. */
  mutate<D, V>(document: Document<D, V>, variables: V): Promise<WriteAnswer<D>>
  /** `Date` of the latest answer; `null` before the first. */
  lastDate(): Date | null
  /** API version of the latest answer, from its header. */
  lastVersion(): string | null
}

interface ApiOptions {
  shop: ShopAddress
  access: ShopAccess
  settings: Settings
  now(): Date
}

interface Question {
  name: string
  url: URL
  body: string
  cost: number
}

const platform = 'shopify'
const HEADERS = { accept: 'application/json', 'content-type': 'application/json' }
/** Random extra wait, ms, so that callers throttled together do not retry together. */
const JITTER_MS = 250
/** Assumed when a throttled answer has no bucket state, ms. */
const THROTTLED_MS = 1_000

/** https://shopify.dev/docs/api/admin-graphql */
export function createApi({ shop, access, settings, now }: ApiOptions): ShopifyApi {
  const version = settings.SHOPIFY_API_VERSION
  const url = adminUrl(settings, shop.domain, `/admin/api/${version}/graphql.json`)
  const watch = createVersionWatch({ version, now, alert: (kind, detail) => access.alert?.(kind, detail) })
  let lastDate: Date | null = null
  let lastVersion: string | null = null

  const see = ({ headers }: HttpAnswer) => {
    const reported = Date.parse(String(headers.date))
    if (!Number.isNaN(reported)) lastDate = new Date(reported)
    const answered = headers['x-shopify-api-version']
    if (typeof answered !== 'string') return
    lastVersion = answered
    watch.saw(answered)
  }

  const toQuestion = <D, V>({ name, text, cost }: Document<D, V>, variables: V): Question => {
    const body = JSON.stringify({ query: text, variables, operationName: name })
    return { name: `Shopify ${name}`, url, body, cost }
  }
  const reader =
    <D>(question: Question): Reader<D> =>
    async (answered) => {
      see(answered.answer)
      return (await readData(question, answered, access)) as D
    }

  return {
    lastDate: () => lastDate,
    lastVersion: () => lastVersion,
    query<D, V>(document: Document<D, V>, variables: V) {
      const question = toQuestion(document, variables)
      const attempt = () => ask(question, access, reader<D>(question))
      return document.text.startsWith('query') ? withRetries(attempt) : attempt()
    },
    mutate<D, V>(document: Document<D, V>, variables: V) {
      const question = toQuestion(document, variables)
      const read = reader<D>(question)
      const { call, read: readAnswer } = toCall(question, async (answered) =>
        requirePayloads(await read(answered), question),
      )
      return writeToShop(call, access, readAnswer)
    },
  }
}

/** A mutation without a payload and without an error says nothing about what was carried out. */
function requirePayloads<D>(data: D, { name }: Question): D {
  if (Object.values(data as object).every((payload) => payload !== null)) return data
  throw new RetryableError(`${name}: response has no payload.`, { platform, status: 200 })
}

interface Answered {
  answer: HttpAnswer
  booking: string
}

type Reader<T> = (answered: Answered) => Promise<T>

function ask<T>(question: Question, access: ShopAccess, reader: Reader<T>): Promise<T> {
  const { call, read } = toCall(question, reader)
  return callShop({ ...call, repeatable: false }, access, read)
}

function toCall<T>(question: Question, reader: Reader<T>) {
  const shown = new Set<string>()
  const authorize = (token: string) => {
    shown.add(token)
    return { 'x-shopify-access-token': token }
  }
  const read = async (answer: HttpAnswer, booking: string) => {
    if (answer.status === 401) throw unauthorized(question, shown.size)
    return reader({ answer, booking })
  }
  return { call: { ...question, method: 'POST', headers: HEADERS, platform, authorize } as const, read }
}

function unauthorized({ name }: Question, tokensShown: number): Error {
  const context = { platform, status: 401 }
  return tokensShown === 1
    ? new AuthRevokedError(
        `${name}: the shop rejected the token, and no other token is available. The merchant must reauthorize the app.`,
        context,
      )
    : new RetryableError(`${name}: the shop rejected a token that it has just issued.`, context)
}

async function readData(question: Question, { answer, booking }: Answered, access: ShopAccess): Promise<unknown> {
  const { name } = question
  const read = readAnswer(answer, name)
  await reportLevel(read, booking, access)
  if (isThrottled(read)) return throttled(access, { name, platform, retryAfterMs: waitOf(read, question.cost) })
  const [first, ...others] = read.errors
  if (first) throw meaningOf([first, ...others], name)
  const problem = searchProblem(read, name)
  if (problem) throw problem
  if (typeof read.data === 'object' && read.data !== null) return read.data
  throw new RetryableError(`${name}: response has no data.`, { platform, status: answer.status })
}

/** Every answer contains the state of the shop's bucket. https://shopify.dev/docs/api/usage/limits */
async function reportLevel(read: Answer, booking: string, access: ShopAccess): Promise<void> {
  const { throttleStatus: status, actualQueryCost } = read.extensions.cost ?? {}
  if (!status) return
  const charged = isThrottled(read) ? 0 : actualQueryCost
  const { currentlyAvailable: available, maximumAvailable: maximum, restoreRate: restorePerSecond } = status
  const level = { kind: 'level', booking, available, maximum, restorePerSecond } as const
  await access.reportRateLimit({ ...level, ...(charged !== undefined && { charged }) })
}

/** Time until the bucket holds the cost of the query, ms. */
function waitOf({ extensions }: Answer, cost: number): number {
  const { throttleStatus, requestedQueryCost = cost } = extensions.cost ?? {}
  const jitter = Math.random() * JITTER_MS
  if (!throttleStatus) return THROTTLED_MS + jitter
  const missing = Math.max(0, requestedQueryCost - throttleStatus.currentlyAvailable)
  return Math.ceil((missing / throttleStatus.restoreRate) * 1_000 + jitter)
}
