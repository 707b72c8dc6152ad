import { Kind, type OperationDefinitionNode, parse } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { readAdminSchema } from './admin-schema.ts'
import { findProblems } from './check-document.ts'

let schema: ReturnType<typeof readAdminSchema>
beforeAll(() => {
  schema = readAdminSchema('2026-10')
})

function problemsOf(text: string, isBulk = false): string {
  const document = parse(text)
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  return findProblems(
    { file: 'x.graphql', operation: operation as OperationDefinitionNode, document, isBulk },
    schema,
  ).join()
}

test('a document that is right has no problem', () => {
  expect(
    problemsOf('query Some { orders(first: 250) { nodes { ...order } } } fragment order on Order { id name }'),
  ).toBe('')
})

test.each([
  ['a field that does not exist', 'query Some { orders(first: 1) { nodes { nam } } }', 'Cannot query field "nam"'],
  ['a deprecated field', 'query Some { customers(first: 1) { nodes { email } } }', 'Customer.email is deprecated'],
  [
    'a deprecated field of an input',
    'mutation Some { webhookSubscriptionCreate(topic: SHOP_UPDATE, webhookSubscription: { callbackUrl: "" }) { userErrors { message } } }',
    'WebhookSubscriptionInput.callbackUrl is deprecated',
  ],
  ['an operation without a name', '{ shop { id } }', 'needs a name'],
  [
    'a query that costs too much',
    'query Some { orders(first: 250) { nodes { lineItems(first: 250) { nodes { discountAllocations { discountApplication { index } } variant { inventoryItem { id } product { id collections(first: 250) { nodes { id } } } } } } } } }',
    'one query may cost 1000',
  ],
  ['a page of unknown size', 'query Some($n: Int) { orders(first: $n) { nodes { id } } }', 'so that its cost is known'],
])('%s is refused and named', (_title, text, problem) => {
  expect(problemsOf(text)).toContain(`x.graphql: `)
  expect(problemsOf(text)).toContain(problem)
})

test('a bulk operation has its own rules', () => {
  const lines = 'lineItems { edges { node { id } } }'
  expect(problemsOf(`query Some { orders { edges { node { id ${lines} } } } }`, true)).toBe('')
  expect(problemsOf(`query Some { orders { nodes { id } } }`, true)).toContain('never for `nodes`')
  expect(problemsOf(`query Some { orders { edges { node { ${lines} } } } }`, true)).toContain('has to ask for `id`')
  expect(problemsOf(`query Some { shop { id } }`, true)).toContain('needs a connection')
  expect(
    problemsOf(
      `query Some { orders { edges { node { id fulfillments { fulfillmentLineItems { edges { node { id } } } } } } } }`,
      true,
    ),
  ).toContain('plain list')
})
