import {
  AuthRevokedError,
  PermanentError,
  type Platform,
  RateLimitedError,
  RetryableError,
} from '@shopmirror/platforms'
import { afterAll, expect, test } from 'vitest'
import { registerWebhooks } from '../src/webhooks/register-webhooks.ts'
import { createStage } from './context.ts'
import { createPaperPlatform, createPaperShop } from './paper-platform.ts'

const paper = createPaperPlatform(createPaperShop(0), () => new Date())
/** What the listing of subscriptions fails with. */
let failure: Error
const failing = (id: string, topics: string[]): Platform => ({
  ...{ ...paper, id, webhooks: { ...paper.webhooks, topics } },
  client(options) {
    const client = paper.client(options)
    return { ...client, webhooks: { ...client.webhooks, list: () => Promise.reject(failure) } }
  },
})
const stage = await createStage({ platforms: [failing('none', []), failing('some', ['product'])] })
afterAll(() => stage[Symbol.asyncDispose]())

async function register(platform: string): Promise<unknown> {
  const { id: shopId } = await stage.connectShop(platform)
  return registerWebhooks.run({ shopId }, stage.context, stage.attempt()).then(
    () => null,
    (error: unknown) => error,
  )
}

test.each([
  ['access that is gone', new AuthRevokedError('revoked'), false],
  ['an answer that may come later', new RetryableError('502'), false],
  ['a rate limit', new RateLimitedError('429', { retryAfterMs: 1_000 }), false],
  ['a bug', new TypeError('undefined is not a function'), false],
  ['a missing permission', new PermanentError('403', { missingScope: 'webhooks' }), true],
])(
  '%s is a failure where no topics are wanted; where some are, only what they can be marked with is not',
  async (_name, error, isMarked) => {
    failure = error
    expect(await register('none')).toBe(error)
    expect(await register('some')).toBe(isMarked ? null : error)
  },
)
