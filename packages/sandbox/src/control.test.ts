import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectations } from './expectations.ts'
import type { Sandbox } from './sandbox.ts'
import { startSandbox } from './start-sandbox.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

async function control(call: string, body?: object): Promise<{ status: number; body: unknown }> {
  const [method = '', path = ''] = call.split(' ')
  const response = await fetch(`${sandbox.url}/control/${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}

describe.each(expectations)('by a domain of $name', ({ domainOf, platform }) => {
  const shop = `shops/${domainOf('minta-bolt')}`

  test('the same world is changed', async () => {
    const [id = 0] = sandbox.world().placedOrders()
    const created = await control(`POST ${shop}/orders`, { comment: 'ring' })
    expect(created).toMatchObject({ status: 200, body: { comment: 'ring' } })
    expect((await control(`POST ${shop}/orders/${id}/status`, { status: 'shipped', comment: platform })).status).toBe(
      200,
    )
    expect(sandbox.world().orders.get(id)?.history.at(-1)).toMatchObject({ status: 'shipped', comment: platform })
    const customer = sandbox.world().addCustomer()
    expect((await control(`DELETE ${shop}/customers/${customer.id}`)).body).toEqual({ deleted: true })
    expect(sandbox.world().customers.get(customer.id)).toBeNull()
    expect(await control(`GET ${shop}/truth?resource=orders&limit=1`)).toMatchObject({ body: { items: [{}] } })
  })

  test('unknown actions are refused by an error of the sandbox, not of the platform', async () => {
    const missing = { status: 404, body: { message: 'The sandbox has no such control.' } }
    expect(await control(`POST ${shop}/nonsense`)).toEqual(missing)
    expect(await control(`POST ${platform}/nonsense`)).toEqual(missing)
    const { status, body } = await control(`POST ${shop}/orders/1/status`, { status: 4 })
    expect([status, Object.keys(body as object)]).toEqual([400, ['message']])
  })

  test('the merchant installs and leaves, and webhooks are counted', async () => {
    expect((await control(`POST ${shop}/install`, {})).status).toBe(200)
    expect((await control(`POST ${shop}/uninstall`, {})).status).toBe(200)
    expect((await control(`GET ${platform}/webhooks`)).body).toMatchObject({ sent: expect.any(Number) })
  })
})

test('a domain of no platform is not found', async () => {
  expect(await control('POST shops/Not.A.Shop/orders', {})).toEqual({
    status: 404,
    body: { message: 'The sandbox has no such shop.' },
  })
})

test('a path of no platform is not found', async () => {
  const response = await fetch(`${sandbox.url}/nonsense`)
  expect([response.status, await response.json()]).toEqual([404, { message: 'The sandbox has no such path.' }])
})
