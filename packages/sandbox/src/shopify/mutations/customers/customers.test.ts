import { expect, test } from 'vitest'
import { startShop } from '../test-shop.ts'

const FIELDS = `id firstName lastName email phone note tags taxExempt locale displayName
  defaultAddress { city } addressesV2(first: 9) { nodes { id city } }
  emailMarketingConsent { marketingState marketingOptInLevel } smsMarketingConsent { marketingState }
  metafield(namespace: "erp", key: "nr") { value type }`

async function start() {
  const shop = await startShop()
  const call = (name: string, variables: { input: object; identifier?: object }) => {
    const type = {
      customerSet: 'CustomerSetInput!',
      customerCreate: 'CustomerInput!',
      customerUpdate: 'CustomerInput!',
    }[name]
    const by = name === 'customerSet' ? ['$identifier: CustomerSetIdentifiers', 'identifier: $identifier'] : ['', '']
    const errors = name === 'customerSet' ? 'code field message' : 'field message'
    return shop.one(
      `mutation($input: ${type} ${by[0]}) { ${name}(input: $input ${by[1]}) { customer { ${FIELDS} } userErrors { ${errors} } } }`,
      variables,
    )
  }
  const known = shop.world.customers.get(1)
  if (!known) throw new Error('The world has no customer.')
  return { ...shop, call, known, id: shop.gid('Customer', 'customer', 1) }
}

const idOf = (payload: Record<string, unknown>) => (payload.customer as { id: string }).id

test('customerSet makes a customer once, found by email, phone or custom id', async () => {
  const { call, one, world, truth, number, ask } = await start()
  const before = world.customers.ids().length
  const input = {
    email: 'uj@example.com',
    phone: '+36301112222',
    firstName: 'Új',
    note: 'n',
    tags: ['b2b'],
    addresses: [{ city: 'Pécs' }],
  }
  const { addresses: _gone, tags: _also, ...rest } = input
  const made = await call('customerSet', { input, identifier: { email: input.email } })
  expect(made).toMatchObject({
    customer: {
      ...rest,
      tags: ['b2b'],
      lastName: null,
      displayName: 'Új',
      defaultAddress: { city: 'Pécs' },
    },
    userErrors: [],
  })
  const id = idOf(made)
  const again = await call('customerSet', { input: { ...input, lastName: 'Név' }, identifier: { phone: input.phone } })
  expect([idOf(again), world.customers.ids().length]).toEqual([id, before + 1])
  // What is given is replaced, what is not stays.
  const kept = await call('customerSet', { input: rest, identifier: { email: input.email } })
  expect(kept.customer).toMatchObject({ tags: ['b2b'], lastName: 'Név', defaultAddress: { city: 'Pécs' } })
  const cleared = await call('customerSet', { input: { ...rest, addresses: [], tags: [] }, identifier: { id } })
  expect(cleared.customer).toMatchObject({ tags: [], addressesV2: { nodes: [] } })
  expect(truth('customers', number(id))).toMatchObject({ first_name: 'Új', last_name: 'Név', addresses: [] })

  const customId = { namespace: 'erp', key: 'nr', value: '42' }
  const refused = await ask(
    'mutation($i: CustomerSetInput!, $by: CustomerSetIdentifiers) { customerSet(input: $i, identifier: $by) { userErrors { message } } }',
    { i: { firstName: 'C' }, by: { customId } },
  )
  expect(refused.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
  await one(
    'mutation { metafieldDefinitionCreate(definition: { namespace: "erp", key: "nr", name: "Nr", ownerType: CUSTOMER, type: "id" }) { userErrors { message } } }',
  )
  const first = await call('customerSet', { input: { firstName: 'C' }, identifier: { customId } })
  expect(first.customer).toMatchObject({ metafield: { value: '42', type: 'id' } })
  const second = await call('customerSet', { input: { firstName: 'D' }, identifier: { customId } })
  expect(second.customer).toMatchObject({ id: idOf(first), firstName: 'D' })
  for (const identifier of [`customId: { namespace: "erp", key: "nr", value: "42" }`, `id: "${idOf(first)}"`])
    expect(await one(`{ customerByIdentifier(identifier: { ${identifier} }) { id } }`)).toEqual({ id: idOf(first) })
})

test('an address or number of somebody else is refused, and an identifier that the input does not bear out', async () => {
  const { call, known, id } = await start()
  const { email, phone } = known
  const set = async (input: object, identifier?: object) =>
    (await call('customerSet', { input, ...(identifier && { identifier }) })).userErrors
  expect(await set({ email: email.toUpperCase() })).toMatchObject([
    { code: 'TAKEN', field: ['input', 'email'], message: 'Email has already been taken' },
  ])
  expect(await set({ phone })).toMatchObject([
    { code: 'TAKEN', field: ['input', 'phone'], message: 'Phone has already been taken' },
  ])
  expect(await set({ firstName: 'x' }, { email })).toMatchObject([
    { code: 'MISSING_FIELD_REQUIRED', field: ['input', 'email'] },
  ])
  expect(await set({ email: 'b@example.com' }, { email })).toMatchObject([
    { code: 'INPUT_MISMATCH', field: ['input', 'email'] },
  ])
  expect(await set({ id, firstName: 'x' }, { id })).toMatchObject([{ code: 'ID_NOT_ALLOWED' }])
  expect(await set({ note: 'x' })).toMatchObject([
    { code: 'INVALID', message: expect.stringContaining('must be present') },
  ])
  expect((await call('customerCreate', { input: { email } })).userErrors).toEqual([
    { field: ['email'], message: 'Email has already been taken' },
  ])
  expect((await call('customerUpdate', { input: { id: 'gid://shopify/Customer/7999999999999' } })).userErrors).toEqual([
    { field: ['id'], message: 'Customer does not exist' },
  ])
})

test('consent is set at creation, and afterwards by separate mutations', async () => {
  const { call, one, ask, hear, sandbox, truth, number } = await start()
  const consent = { marketingState: 'SUBSCRIBED', marketingOptInLevel: 'SINGLE_OPT_IN' }
  const made = await call('customerCreate', {
    input: {
      email: 'c@example.com',
      phone: '+36301112222',
      emailMarketingConsent: consent,
      smsMarketingConsent: consent,
    },
  })
  expect(made.customer).toMatchObject({
    emailMarketingConsent: consent,
    smsMarketingConsent: { marketingState: 'SUBSCRIBED' },
  })
  const id = idOf(made)
  expect((await call('customerUpdate', { input: { id, emailMarketingConsent: consent } })).userErrors).toEqual([
    {
      field: ['emailMarketingConsent'],
      message: 'To update emailMarketingConsent, please use the customerEmailMarketingConsentUpdate Mutation instead',
    },
  ])
  const update = (wanted: object) =>
    [
      `mutation($input: CustomerEmailMarketingConsentUpdateInput!) { customerEmailMarketingConsentUpdate(input: $input) {
      customer { emailMarketingConsent { marketingState } } userErrors { code field } } }`,
      { input: { customerId: id, emailMarketingConsent: wanted } },
    ] as const
  const topics = [
    'customers/update',
    'customers_email_marketing_consent/update',
    'customers_marketing_consent/update',
    'customer.tags_added',
  ]
  const off = { marketingState: 'UNSUBSCRIBED', marketingOptInLevel: 'SINGLE_OPT_IN' }
  expect(await hear(topics, () => one(...update(off)))).toEqual([
    'customers/update',
    'customers_email_marketing_consent/update',
  ])
  expect(truth('customers', number(id))).toMatchObject({ accepts_marketing: false })
  const errors = async (wanted: object) => (await one(...update(wanted))).userErrors
  expect(await errors({ marketingState: 'SUBSCRIBED' })).toMatchObject([{ code: 'MISSING_ARGUMENT' }])
  expect(await errors({ ...consent, marketingState: 'PENDING' })).toMatchObject([{ code: 'INVALID' }])
  const future = new Date(sandbox.clock.now() + 3_600_000).toISOString()
  expect(await errors({ ...consent, consentUpdatedAt: future })).toMatchObject([{ code: 'INVALID' }])
  expect((await ask(...update({ ...consent, marketingState: 'NOT_SUBSCRIBED' }))).errors).toMatchObject([
    { message: 'Cannot specify NOT_SUBSCRIBED as a marketing state input' },
  ])
  const sms = await one(
    `mutation($input: CustomerSmsMarketingConsentUpdateInput!) { customerSmsMarketingConsentUpdate(input: $input) {
      customer { smsMarketingConsent { marketingState } } userErrors { code } } }`,
    { input: { customerId: id, smsMarketingConsent: off } },
  )
  expect(sms.customer).toMatchObject({ smsMarketingConsent: { marketingState: 'UNSUBSCRIBED' } })
})

test('single addresses come, change and go without the others', async () => {
  const { call, one, id } = await start()
  await call('customerUpdate', { input: { id, addresses: [{ city: 'A' }] } })
  const cities = async () => {
    const { addressesV2 } = await one(`{ customer(id: "${id}") { addressesV2(first: 9) { nodes { id city } } } }`)
    return (addressesV2 as unknown as { nodes: { id: string; city: string }[] }).nodes
  }
  const names = async () => (await cities()).map(({ city }) => city)
  const create = (city: string, more = '') =>
    one(
      `mutation { customerAddressCreate(customerId: "${id}", address: { city: "${city}" } ${more}) { address { id } userErrors { message } } }`,
    )
  await create('B')
  await create('C', 'setAsDefault: true')
  expect(await names()).toEqual(['C', 'A', 'B'])
  const [, , b] = await cities()
  await one(
    `mutation { customerAddressUpdate(customerId: "${id}", addressId: "${b?.id}", address: { city: "B2" }) { address { id } userErrors { message } } }`,
  )
  await one(
    `mutation { customerUpdateDefaultAddress(customerId: "${id}", addressId: "${b?.id}") { customer { id } userErrors { message } } }`,
  )
  expect(await names()).toEqual(['B2', 'C', 'A'])
  const remove = () =>
    one(
      `mutation { customerAddressDelete(customerId: "${id}", addressId: "${b?.id}") { deletedAddressId userErrors { field message } } }`,
    )
  expect(await remove()).toMatchObject({ deletedAddressId: b?.id, userErrors: [] })
  expect((await remove()).userErrors).toEqual([{ field: ['addressId'], message: 'Address does not exist' }])
  expect(await names()).toEqual(['C', 'A'])
})

test('new customers and changed tags send webhooks', async () => {
  const { call, hear, one, id, caller } = await start()
  const topics = ['customers/create', 'customers/update', 'customer.tags_added', 'customer.tags_removed']
  expect(await hear(topics, () => call('customerCreate', { input: { firstName: 'x' } }))).toEqual(['customers/create'])
  const retag = (name: string) => one(`mutation { ${name}(id: "${id}", tags: ["a"]) { userErrors { message } } }`)
  expect(new Set(await hear([], () => retag('tagsAdd')))).toEqual(new Set(['customer.tags_added', 'customers/update']))
  expect(new Set(await hear([], () => retag('tagsRemove')))).toEqual(
    new Set(['customer.tags_removed', 'customers/update']),
  )
  await call('customerUpdate', { input: { id, note: 'Jó vevő', tags: ['x', 'y'] } })
  const body = (await caller.rest(`customers/${id.split('/').at(-1)}.json`)).json().customer
  expect(body).toMatchObject({ note: 'Jó vevő', tags: 'x, y' })
})
