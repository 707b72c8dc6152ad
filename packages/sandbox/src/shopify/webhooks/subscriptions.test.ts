import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../sandbox.ts'
import { startSandbox } from '../../start-sandbox.ts'
import { createCaller } from '../caller.ts'

let sandbox: Sandbox
let caller: ReturnType<typeof createCaller>
beforeAll(async () => {
  sandbox = await startSandbox()
  caller = createCaller(sandbox)
  await caller.install()
})
afterAll(() => sandbox.close())

type Body = Record<string, unknown>
interface Answer {
  webhookSubscription: Body | null
  userErrors: { field: string[]; message: string }[]
}

const ANSWER = `{ webhookSubscription { id uri format filter includeFields metafieldNamespaces createdAt updatedAt
  endpoint { ... on WebhookHttpEndpoint { callbackUrl } } } userErrors { field message } }`

async function ask(text: string, variables: Body): Promise<Body> {
  return (await caller.graphql(text, variables)).json().data as Body
}

async function create(webhookSubscription: Body, topic = 'SHOP_UPDATE'): Promise<Answer> {
  const text = `mutation($topic: WebhookSubscriptionTopic!, $webhookSubscription: WebhookSubscriptionInput!) {
    answer: webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) ${ANSWER} }`
  return (await ask(text, { topic, webhookSubscription })).answer as Answer
}

async function update(id: unknown, webhookSubscription: Body): Promise<Answer> {
  const text = `mutation($id: ID!, $webhookSubscription: WebhookSubscriptionInput!) {
    answer: webhookSubscriptionUpdate(id: $id, webhookSubscription: $webhookSubscription) ${ANSWER} }`
  return (await ask(text, { id, webhookSubscription })).answer as Answer
}

test('a subscription keeps what was asked for, and an update changes what it names only', async () => {
  const uri = 'https://app.example/kept'
  const { webhookSubscription: made, userErrors } = await create({ uri, filter: 'id:1', includeFields: ['id'] })
  expect(userErrors).toEqual([])
  expect(made).toMatchObject({
    ...{ uri, format: 'JSON', filter: 'id:1', includeFields: ['id'], metafieldNamespaces: [] },
    endpoint: { callbackUrl: uri },
  })
  sandbox.clock.advance(60_000)
  const { webhookSubscription: changed } = await update(made?.id, { metafieldNamespaces: ['custom'] })
  expect(changed).toMatchObject({ ...made, metafieldNamespaces: ['custom'], updatedAt: expect.any(String) })
  expect(Date.parse(String(changed?.updatedAt))).toBeGreaterThan(Date.parse(String(made?.updatedAt)))
})

test('what has no filter has none, and an empty one stays empty', async () => {
  const without = await create({ uri: 'https://app.example/without' })
  const empty = await create({ uri: 'https://app.example/empty', filter: '' })
  expect([without.webhookSubscription?.filter, empty.webhookSubscription?.filter]).toEqual([null, ''])
})

const ADDRESS = ['webhookSubscription', 'callbackUrl']

test.each([
  [{}, ADDRESS, ["Address can't be blank"]],
  [{ uri: 'nowhere' }, ADDRESS, ['Address is invalid']],
  [{ uri: 'http://app.example/' }, ADDRESS, ['Address protocol http:// is not supported']],
  [{ uri: 'https://localhost/' }, ADDRESS, ['Address cannot be a Shopify or an internal domain']],
  [{ uri: 'https://x.myshopify.com/' }, ADDRESS, ['Address cannot be a Shopify or an internal domain']],
  [
    { uri: 'pubsub://project:' },
    ADDRESS,
    [
      'Address protocol pubsub:// is not supported',
      'Address is not a valid GCP pub/sub format. Format should be pubsub://project:topic',
    ],
  ],
  [
    { uri: 'https://app.example/', filter: 'no field at all' },
    ['webhookSubscription'],
    ['The specified filter is invalid, please ensure you specify the field(s) you wish to filter on.'],
  ],
])(
  '%j is refused in the platform’s words, by a create and by an update, and changes nothing',
  async (input, field, messages) => {
    const userErrors = messages.map((message) => ({ field, message }))
    expect(await create(input)).toEqual({ webhookSubscription: null, userErrors })
    const { webhookSubscription: made } = await create({ uri: `https://app.example/${JSON.stringify(input).length}` })
    expect(await update(made?.id, { uri: '', ...input })).toEqual({ webhookSubscription: null, userErrors })
    const kept = await ask('query($id: ID!) { webhookSubscription(id: $id) { uri } }', { id: made?.id })
    expect(kept).toEqual({ webhookSubscription: { uri: made?.uri } })
  },
)

test('subscriptions are counted, all of them or the one that is asked for', async () => {
  const { webhookSubscription: made } = await create({ uri: 'https://app.example/counted' })
  const id = String(made?.id).split('/').at(-1)
  const text = `query($query: String) {
    all: webhookSubscriptionsCount { count precision } one: webhookSubscriptionsCount(query: $query) { count } }`
  expect(await ask(text, { query: `id:${id}` })).toEqual({
    all: { count: sandbox.shopify.shop().subscriptions.list().length, precision: 'EXACT' },
    one: { count: 1 },
  })
})
