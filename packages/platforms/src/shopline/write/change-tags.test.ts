import { ids } from '@shopmirror/sandbox/shopline/testing'
import { expect, test } from 'vitest'
import type { TaggedTarget } from '../../contract/writes.ts'
import { openWrites } from '../testing/open-writes.ts'

let pushes = 0
const change = (target: Pick<TaggedTarget, 'type' | 'id'>, tags: string[]) => ({
  ...{ pushId: `psh_${++pushes}`, target: { ...target, ownId: null }, payload: { tags } },
})
const targets = [
  { type: 'order', id: ids.order(1) },
  { type: 'product', id: ids.product(1) },
  { type: 'customer', id: ids.customer(1) },
] as const

test.each(targets)('tags of a $type are added and removed, and the others stay', async (target) => {
  await using shop = await openWrites()
  if (target.type === 'order') shop.world.updateOrder(1, { status: 'processing' })
  expect(await shop.send('tags.add', change(target, ['first', 'second']))).toEqual({ kind: 'done' })
  const third = change(target, ['third', 'first'])
  expect(await shop.readBack('tags.add', third)).toMatchObject({ isAsWanted: false })
  shop.break('answerLost', '/tags')
  expect(await shop.send('tags.add', third)).toMatchObject({ kind: 'unknown' })
  expect(await shop.send('tags.add', third, shop.now())).toEqual({ kind: 'done' })
  const added = await shop.readBack('tags.add', change(target, ['first', 'second', 'third']))
  expect(added).toMatchObject({ isAsWanted: true })

  const removal = change(target, ['second', 'unknown'])
  expect(await shop.send('tags.remove', removal)).toEqual({ kind: 'done' })
  expect(await shop.readBack('tags.remove', removal)).toMatchObject({ isAsWanted: true })
  expect((await shop.readBack('tags.add', change(target, ['first', 'third']))).isAsWanted).toBe(true)
})

test.each(targets)('tags of a $type that is not there are refused', async (target) => {
  await using shop = await openWrites()
  const gone = change({ ...target, id: `${target.id.slice(0, -6)}ffffff` }, ['first'])
  expect(await shop.send('tags.add', gone)).toMatchObject({ kind: 'refused', code: expect.any(String) })
})

test('more tags than an order or a customer takes are refused with the limit, and a wrong length at the door', async () => {
  await using shop = await openWrites()
  shop.world.updateOrder(1, { status: 'processing' })
  const many = (count: number) => Array.from({ length: count }, (_, index) => `tag ${index}`)
  const [order, , customer] = targets
  const outcome = await shop.send('tags.add', change(order, many(11)))
  expect(outcome).toMatchObject({ kind: 'refused', code: 'tags_unchanged', message: expect.stringContaining('10') })
  const ofCustomer = await shop.send('tags.add', change(customer, many(61)))
  expect(ofCustomer).toMatchObject({ kind: 'refused', code: 'tags_unchanged', message: expect.stringContaining('60') })
  expect(shop.faults('tags.add', change(order, ['ab', 'abc']))).toEqual(['payload.tags.0'])
  expect(shop.faults('tags.remove', change(order, ['ab']))).toEqual([])
})

test('the scope of what is tagged is named where it is missing', async () => {
  await using shop = await openWrites()
  const poor = shop.writes('tags.add', shop.without('customers'))
  const error: unknown = await poor
    .send({ key: 'a', changes: [change(targets[2], ['first'])] })
    .catch((reason) => reason)
  expect(error).toMatchObject({ missingScope: 'customers' })
})
