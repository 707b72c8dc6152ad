import { expect, test } from 'vitest'
import { timeOf } from '../times.ts'
import { ids } from '../world-ids.ts'
import { startOpenApi } from './test-open-api.ts'

type TestOpenApi = Awaited<ReturnType<typeof startOpenApi>>

const asked = (at: number) => encodeURIComponent(new Date(at).toISOString().slice(0, 19).replace('T', ' '))
const list = async (openApi: TestOpenApi, path: string): Promise<string[]> =>
  (await openApi.call(path)).json().items.map(({ id }: { id: string }) => id)

test('a customer has one name, and phones that are hidden once the mobile is verified', async () => {
  await using openApi = await startOpenApi()
  const person = { firstName: 'Anna', lastName: 'Minta', phone: '+36301234567', email: 'anna@example.com' }
  openApi.world.updateCustomer(1, { ...person, newsletter: true })
  const { createdAt = 0, addresses = [] } = openApi.world.customers.get(1) ?? {}
  const mobile = { mobile_phone: '301234567', mobile_phone_country_calling_code: '36' }
  const first = (await openApi.call(`customers/${ids.customer(1)}`)).json()
  expect(first).toMatchObject({
    ...{ id: ids.customer(1), name: 'Anna Minta', email: 'anna@example.com', is_subscribed_marketing_email: true },
    ...{ phone: '0301234567', phones: ['0301234567'], ...mobile, mobile_phone_verified: false },
    ...{ created_at: timeOf(createdAt), is_member: true, membership_tier: { level: 1 } },
  })
  expect(first.delivery_addresses).toHaveLength(addresses.length)
  openApi.world.updateCustomer(2, person)
  expect((await openApi.call(`customers/${ids.customer(2)}`)).json()).toMatchObject({
    ...{ phone: null, phones: [], ...mobile, mobile_phone_verified: true },
  })
})

test('customers are listed by time of change, deleted ones never', async () => {
  await using openApi = await startOpenApi()
  const { updatedAt = 0, createdAt = 0 } = openApi.world.customers.get(9) ?? {}
  const wanted = [ids.customer(9)]
  expect(await list(openApi, `customers?updated_after=${asked(updatedAt)}&updated_before=${asked(updatedAt)}`)).toEqual(
    wanted,
  )
  expect(await list(openApi, `customers?created_after=${asked(createdAt)}&created_before=${asked(createdAt)}`)).toEqual(
    wanted,
  )
  openApi.world.deleteCustomer(9)
  expect((await openApi.call(`customers/${ids.customer(9)}`)).status).toBe(404)
  expect(await list(openApi, 'customers?per_page=100')).not.toContain(ids.customer(9))
  expect((await openApi.call('customers?updated_after=soon')).status).toBe(400)
})

test('the cursor returns every customer once', async () => {
  await using openApi = await startOpenApi()
  const walked: string[] = []
  for (let items = await list(openApi, 'customers?per_page=7'); items.length > 0; ) {
    walked.push(...items)
    items = await list(openApi, `customers?per_page=7&previous_id=${walked.at(-1)}`)
  }
  expect(walked).toEqual(openApi.world.customers.ids().map(ids.customer).toReversed())
})

test('searches find customers by id and by their fields', async () => {
  await using openApi = await startOpenApi()
  const wanted = [1, 4, 999].map((number) => `id[]=${ids.customer(number)}`).join('&')
  expect(await list(openApi, `customers/search?${wanted}`)).toEqual([4, 1].map(ids.customer))
  expect(await list(openApi, 'customers/search?email=customer5@example.com')).toEqual([ids.customer(5)])
  expect(await list(openApi, 'customers/search?query=CUSTOMER5@')).toEqual([ids.customer(5)])
  const { updatedAt = 0 } = openApi.world.customers.get(39) ?? {}
  const since = encodeURIComponent(`gte:${timeOf(updatedAt)}`)
  expect(await list(openApi, `customers/search?updated_at=${since}`)).toEqual([40, 39].map(ids.customer))
})
