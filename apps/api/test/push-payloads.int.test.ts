import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { payloadsOf } from './payloads.ts'
import { createStage, type Key, type Stage } from './stage.ts'

const PAYLOADS = 350
/** In 100. */
const FAULTS = 6

interface Capability {
  kind: string
  supported: boolean
  object_schema: object
  payload_schema: object
}

let stage: Stage
let owner: Key

beforeAll(async () => {
  stage = await createStage()
  owner = await stage.issueKey()
})
afterAll(() => stage[Symbol.asyncDispose]())

const call = (method: 'GET' | 'POST', path: string, payload?: object) =>
  stage.app.inject({ method, url: `/api/v1${path}`, headers: owner.headers, ...(payload && { payload }) })

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)

test.each(['shopify', 'shoprenter', 'shopline'])(
  'whatever is pushed to a shop of %s is accepted, or refused by the name of a field',
  { timeout: 120_000 },
  async (platform) => {
    const { shop } = await stage.db.shops.connect({
      accountId: owner.accountId,
      platform,
      domain: `${platform}.example`,
    })
    await stage.db.shops.setAccess({ shopId: shop.id, version: null, access: 'active' })
    const kinds: Capability[] = (await call('GET', `/shops/${shop.id}/capabilities`)).json().data
    const kind = fc.oneof(fc.constantFrom(...kinds), fc.constantFrom(...kinds.filter(({ supported }) => supported)))
    const pushes = fc.tuple(kind, fc.constantFrom(0, FAULTS)).chain(([capability, faults]) =>
      fc.record({
        kind: fc.constant(capability.kind),
        object: payloadsOf(capability.object_schema, faults),
        payload: payloadsOf(capability.payload_schema, faults),
      }),
    )
    const seen = { accepted: 0, refused: 0 }
    let keys = 0
    await fc.assert(
      fc.asyncProperty(pushes, async (push) => {
        const answer = await call('POST', `/shops/${shop.id}/pushes`, { pushes: [{ key: `k${keys++}`, ...push }] })
        if (answer.statusCode === 202) {
          seen.accepted += 1
          return
        }
        seen.refused += 1
        // An object that is none breaks the form of the request itself.
        expect(answer.statusCode).toBe(isObject(push.object) && isObject(push.payload) ? 422 : 400)
        const paths: string[] = answer.json().errors.map((error: { path: string }) => error.path)
        expect(paths.length).toBeGreaterThan(0)
        for (const path of paths) expect(path).toMatch(/^body\.pushes\.0(\.(kind|object|payload)|$)/)
      }),
      { numRuns: PAYLOADS },
    )
    expect(seen.refused).toBeGreaterThan(PAYLOADS / 10)
    expect(seen.accepted).toBeGreaterThan(0)
  },
)
