import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sandbox } from '../sandbox.ts'
import { startSandbox } from '../start-sandbox.ts'
import { createCaller } from './caller.ts'
import { documentAt } from './recorded/documents.ts'
import { at, exchangeIn, hasRecordings, namedIn, readRecording } from './recorded/samples.ts'
import { createTranslation, shapeOf, type Translation } from './recorded/shape.ts'
import { ids } from './world-ids.ts'

/*
 * Not asked again, for the sandbox has nothing that could answer:
 * - inventorySetQuantities-quantity-bounds, all of inventory-quantity-contracts-2026-04 but its reads, and what sets the
 *   stage of inventory-item-levels-connection-windowing (locationAdd, productSet, inventorySetQuantities,
 *   inventoryActivate, inventoryAdjustQuantities, inventoryDeactivate): they write, and only a merchant changes the world;
 * - inactiveRead of the same: no place of the world gives up a product;
 * - setupCustomer and cleanupCustomer of webhook-subscription-conformance: they write customers;
 * - schemaAndAccess of the same: the question was not kept, and the schema here is the platform's own;
 * - upstreamCalls of the bulk operations: further polls of what is polled anyway.
 */
if (!hasRecordings) console.info('No recordings of Shopify lie beside the checkout: its answers are not compared.')

let sandbox: Sandbox
let caller: ReturnType<typeof createCaller>

interface Repeat {
  /** The question, where the recording has only its name. */
  query?: string
  translation?: Translation
  /** What is the shop's own in this answer. */
  own?: readonly string[]
  by?: typeof caller
}

/** Asks the sandbox what Shopify was asked, and wants an answer of the same shape. */
async function repeat(
  recorded: unknown,
  { query, translation = createTranslation(), own = [], by = caller }: Repeat = {},
) {
  const exchange = exchangeIn(recorded, query ?? documentOf(recorded))
  const answer = await by.graphql(exchange.query, translation.translate(exchange.variables))
  expect(answer.status).toBe(200)
  const body = answer.json()
  translation.learn(exchange.answer, body)
  expect(shapeOf(body, own)).toEqual(shapeOf(exchange.answer, own))
}

function documentOf(recorded: unknown): string | undefined {
  const { documentPath } = recorded as { documentPath?: string }
  return documentPath === undefined ? undefined : documentAt(documentPath)
}

describe('the comparison', () => {
  test('holds what is the platform’s, and lets go what is the shop’s', () => {
    const here = {
      id: 'gid://shopify/Order/1',
      amount: '55.0',
      at: '2026-06-22T22:34:00Z',
      name: '#1',
      code: 'INVALID',
    }
    const there = {
      id: 'gid://shopify/Order/2',
      amount: '7.25',
      at: '2020-01-01T00:00:00Z',
      name: '#2',
      code: 'INVALID',
    }
    expect(shapeOf([here], ['name'])).toEqual(shapeOf([there], ['name']))
    expect(shapeOf(here)).not.toEqual(shapeOf(there))
    expect(shapeOf({ ...here, code: 'TAKEN' }, ['name'])).not.toEqual(shapeOf(there, ['name']))
    expect(shapeOf({ ...here, id: 'gid://shopify/Product/1' }, ['name'])).not.toEqual(shapeOf(there, ['name']))
    expect(shapeOf({ ...here, amount: null }, ['name'])).not.toEqual(shapeOf(there, ['name']))
  })

  test('learns which id stands for which', () => {
    const translation = createTranslation({ 'tag:a': 'id:7' })
    translation.learn({ nodes: [{ id: 'gid://shopify/Order/1' }] }, { nodes: [{ id: 'gid://shopify/Order/99' }] })
    expect(translation.translate({ ids: ['gid://shopify/Order/1'], query: 'tag:a' })).toEqual({
      ...{ ids: ['gid://shopify/Order/99'], query: 'id:7' },
    })
  })
})

if (hasRecordings) {
  beforeAll(async () => {
    sandbox = await startSandbox({ products: 20, customers: 10, orders: 30 })
    caller = createCaller(sandbox)
    await caller.install()
  })
  afterAll(() => sandbox.close())

  describe('bulk operations answer as recorded', () => {
    for (const file of ['bulk-operation-run-query-user-error-codes', 'bulk-operation-run-query-validators'])
      for (const [name, recorded] of namedIn(readRecording(file), 'validations'))
        test(`a query that is refused: ${name}`, () => repeat(recorded))

    const statuses = () =>
      sandbox.shopify
        .shop()
        .bulkOperations.list()
        .map(({ status }) => status)

    test('five at a time, and a sixth not; cancelled while they run', async () => {
      const recording = readRecording('bulk-operation-run-query-concurrency-limit')
      const translation = createTranslation()
      sandbox.faults.set({ kind: 'bulkStuck' })
      for (const [, recorded] of namedIn(recording, 'successfulRuns')) await repeat(recorded, { translation })
      await repeat(recording.sixthRun, { translation })
      for (const [, recorded] of namedIn(recording, 'cancelAttempts')) await repeat(recorded, { translation })
      sandbox.faults.clear()
    })

    test('a cancelled one keeps what it had', async () => {
      await expect.poll(statuses, { timeout: 20_000 }).not.toContain('CANCELING')
      const recording = readRecording('bulk-operation-cancel-preserves-fields')
      const translation = createTranslation()
      sandbox.faults.set({ kind: 'bulkStuck' })
      await repeat(at(recording, 'lifecycle', 'run'), { translation })
      const whileRunning = () => repeat(at(recording, 'lifecycle', 'preCancelObservation'), { translation })
      await expect.poll(() => whileRunning().then(() => 'running'), { timeout: 20_000 }).toBe('running')
      await repeat(at(recording, 'lifecycle', 'cancelAttempt'), { translation })
      // It may have ended by now: the sandbox is faster than the platform.
      const own = ['bulkOperation.status', 'bulkOperation.completedAt']
      await repeat(at(recording, 'lifecycle', 'readAfterCancel'), { translation, own })
      sandbox.faults.clear()
    })
  })

  test('orders are listed, searched, paged and counted as recorded', async () => {
    const recording = readRecording('order-catalog-count-read')
    const { world } = sandbox.shopify.shop()
    const listed = world
      .placedOrders()
      .flatMap((id) => world.orders.get(id) ?? [])
      .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id)
    const [newest, next] = listed
    if (!newest || !next) throw new Error('The world has too few orders.')
    for (const { id } of listed.slice(0, 5)) world.changeOrderStatus(id, 'paid')
    const translation = createTranslation({
      'name:1494': `name:${newest.id}`,
      'id:8837991727410': `id:${ids.order(newest.id)}`,
      // No order of the world has tags.
      'tag:merchant-realistic': `(id:${ids.order(newest.id)} OR id:${ids.order(next.id)})`,
    })
    const own = ['nodes.name', 'tags', 'email', 'currencyCode']
    for (const [, recorded] of namedIn(recording, 'upstreamCalls')) await repeat(recorded, { translation, own })
  })

  test('levels of an inventory item come in pages as recorded', async () => {
    const recording = readRecording('inventory-item-levels-connection-windowing-2026-04')
    const [product = 0] = sandbox.shopify.shop().world.products.ids()
    const translation = createTranslation({
      '53564958638386': ids.inventoryItem(product),
      '113884266802': ids.location(2),
    })
    await repeat(at(recording, 'operations', 'activeRead'), { translation, own: ['location.name'] })
    // The recorder had released one of the two slots by then.
    await repeat(at(recording, 'operations', 'windowRead'), { translation, own: ['location.name', 'isActive'] })
  })

  test('a variant, its stock and where it lies are read as recorded', async () => {
    const { domain, world } = sandbox.shopify.shop('egy-raktar.myshopify.com')
    world.stockCount = 1
    const [product = 0] = world.products.ids()
    const by = createCaller(sandbox, domain)
    await by.install()
    const translation = createTranslation({
      'gid://shopify/InventoryItem/53469430055218': `gid://shopify/InventoryItem/${ids.inventoryItem(product)}`,
      'gid://shopify/Product/10220854182194': `gid://shopify/Product/${ids.product(product)}`,
    })
    const names = ['title', 'handle', 'location.name', 'selectedOptions.name', 'selectedOptions.value']
    const own = [...names, 'status']
    const recording = readRecording('inventory-quantity-contracts-2026-04')
    for (const [, recorded] of namedIn(recording, 'upstreamCalls')) await repeat(recorded, { translation, own, by })
  })

  describe('webhook subscriptions answer as recorded', () => {
    const recording = readRecording('webhook-subscription-conformance')
    const isWriting = (name: string) => name === 'setupCustomer' || name === 'cleanupCustomer'

    // What its nodes were asked for was not kept, so neither is its price.
    test('an empty list, and its counts', () => repeat(recording.catalog, { own: ['cost'] }))

    for (const life of ['lifecycle', 'filterDefault', 'filterValidation', 'updateValidation'])
      test(`from the first to the last: ${life}`, async () => {
        const translation = createTranslation()
        for (const [name, recorded] of namedIn(recording, life))
          if (recorded && !isWriting(name)) await repeat(recorded, { translation })
      })

    test('what does not exist, and what has no address', () => repeat(recording.validation))

    for (const [name, recorded] of namedIn(recording, 'graphqlValidation'))
      test(`a question that is none: ${name}`, () => repeat(recorded))

    test('addresses that are refused', async () => {
      const uris = readRecording('webhook-subscription-uri-validation')
      const translation = createTranslation()
      await repeat(uris.primary, { translation })
      await repeat(uris.updateHttp, { translation })
      await repeat(uris.cleanup, { translation })
    })
  })
}
