import { type OperationDefinitionNode, parse } from 'graphql'
import { expect, test } from 'vitest'
import { inputCostOf } from './input-cost.ts'

const operationOf = (text: string) => parse(text).definitions[0] as OperationDefinitionNode

test.each([
  [{ title: 'x' }, 0],
  [{ variants: Array(10).fill({}) }, 2],
  [{ variants: [{ metafields: [{}, {}], file: {} }], metafields: [{}], files: [{}] }, 4],
])('what productSet is given costs points: %j', (input, points) => {
  const operation = operationOf('mutation($input: ProductSetInput!) { productSet(input: $input) { product { id } } }')
  expect(inputCostOf(operation, { input })).toBe(points)
})

test('two of them in one document cost both, and other mutations cost nothing by their input', () => {
  const variants = '[{}, {}, {}, {}, {}]'
  const set = `productSet(input: { variants: ${variants} }) { product { id } }`
  expect(inputCostOf(operationOf(`mutation { a: ${set} b: ${set} }`), {})).toBe(2)
  expect(inputCostOf(operationOf('mutation { orderCreate(order: { lineItems: [{}] }) { order { id } } }'), {})).toBe(0)
})
