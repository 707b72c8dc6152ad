import { expect, test } from 'vitest'
import { connect } from './connect.ts'
import { createDefaultsLedger } from './defaults/ledger.ts'
import { createGraphqlApi } from './graphql-api.ts'

const nothing = { objects: [], keyOf: () => [], node: () => null }
const scopes = new Set(['read_products', 'write_inventory'])

function create() {
  const graphql = createGraphqlApi({
    clock: { now: () => 0 } as Parameters<typeof createGraphqlApi>[0]['clock'],
    allowance: { bucket: 2_000, restorePerSecond: 100 },
    defaults: createDefaultsLedger(),
    resolvers: {
      Query: {
        products: (_source, args) => connect(nothing, args),
        shop() {
          throw new Error('The shop is on fire.')
        },
        nodes: (_source, { ids }) => (ids as string[]).map(() => null),
      },
    },
  })
  const ask = async (query: string, variables: Record<string, unknown> = {}) =>
    (await graphql.execute({ query, variables }, scopes)).body
  return { graphql, ask }
}

const SET = `mutation($input: InventorySetQuantitiesInput!) {
  inventorySetQuantities(input: $input) { userErrors { field } } }`
const INPUT = { name: 'available', reason: 'correction' }

test.each([
  ['query($n: Int!) { products(first: $n) { nodes { id } } }', { n: 'x' }, '', [], 'Could not coerce value "x" to Int'],
  ['query($n: Int!) { products(first: $n) { nodes { id } } }', {}, '', [], 'Expected value to not be null'],
  [
    SET,
    { input: { ...INPUT, quantities: [], ignoreCompareQuantity: true } },
    ' for ignoreCompareQuantity (Field is not defined on InventorySetQuantitiesInput)',
    ['ignoreCompareQuantity'],
    'Field is not defined on InventorySetQuantitiesInput',
  ],
  [
    SET,
    { input: { ...INPUT, quantities: [{ inventoryItemId: '1', locationId: null, quantity: 5 }] } },
    ' for quantities.0.locationId (Expected value to not be null)',
    ['quantities', 0, 'locationId'],
    'Expected value to not be null',
  ],
])(
  'a variable that does not fit %s is refused, says where, and costs nothing',
  async (query, variables, where, path, explanation) => {
    const { graphql, ask } = create()
    const [[name, value] = [query.includes('$n') ? 'n' : 'input', null]] = Object.entries(variables)
    const type = name === 'n' ? 'Int!' : 'InventorySetQuantitiesInput!'
    expect(await ask(query, variables)).toEqual({
      errors: [
        {
          message: `Variable $${name} of type ${type} was provided invalid value${where}`,
          locations: [{ line: 1, column: query.indexOf('$') + 1 }],
          extensions: { code: 'INVALID_VARIABLE', value, problems: [{ path, explanation }] },
        },
      ],
    })
    expect(graphql.available()).toBe(2_000)
  },
)

test('a variable that is left out costs what its default says', async () => {
  const { ask } = create()
  const { extensions } = await ask('query($n: Int! = 50) { products(first: $n) { nodes { id } } }')
  expect(extensions).toMatchObject({ cost: { requestedQueryCost: 9, actualQueryCost: 2 } })
})

test.each([
  ['query($ids: [ID!]!) { some: nodes(ids: $ids) { id } }', ['some', 'ids']],
  [
    'mutation($ids: [InventoryQuantityInput!]!) { inventorySetQuantities(input: {name: "available", reason: "correction", quantities: $ids}) { userErrors { field } } }',
    ['inventorySetQuantities', 'input', 'quantities'],
  ],
])('a list of 250 is read, and one more is refused by %s', async (query, path) => {
  const { ask } = create()
  const item = path.length > 2 ? { inventoryItemId: '1', locationId: '2', quantity: 1 } : 'gid://shopify/Order/1'
  const code = async (length: number) => {
    const { errors } = (await ask(query, { ids: Array(length).fill(item) })) as { errors?: Record<string, unknown>[] }
    return errors?.[0]
  }
  expect(await code(251)).toEqual({
    message: 'The input array size of 251 is greater than the maximum allowed of 250.',
    locations: [{ line: 1, column: expect.any(Number) }],
    path,
    extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
  })
  expect(await code(250)).not.toMatchObject({ extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' } })
})

test('which of two operations is meant has to be said', async () => {
  const { graphql, ask } = create()
  const query = 'query A { shop { id } } query B { products(first: 1) { nodes { id } } }'
  expect(await ask(query)).toEqual({ errors: [{ message: 'No operation to execute' }] })
  const { body } = await graphql.execute({ query, variables: {}, operationName: 'B' }, scopes)
  expect(body).toMatchObject({ data: { products: { nodes: [] } } })
})

test('an internal error is answered as the platform answers its own, without details', async () => {
  const { ask } = create()
  const warned = new Promise<Error>((resolve) => process.once('warning', resolve))
  const { data, errors } = await ask('{ shop { id } }')
  const [error] = errors as { message: string; extensions: { code: string; requestId: string } }[]
  expect([data, error?.extensions.code]).toEqual([null, 'INTERNAL_SERVER_ERROR'])
  expect(error?.message).toContain(`Request ID: ${error?.extensions.requestId} `)
  expect(error?.message).not.toContain('fire')
  expect((await warned).message).toContain('fire')
})
