import { expect, test } from 'vitest'
import { PermanentError, RetryableError } from '../../../contract/errors.ts'
import type { Reader } from '../../api/client-context.ts'
import { joinLines, type WholeConnection } from './join.ts'
import type { Node } from './jsonl.ts'
import { createBulkResources } from './resources.ts'

const objects: Reader['objects'] = async () => {
  throw new Error('Nothing was to be read.')
}
const resources = createBulkResources({ objects })

/** Of each resource a root and, by field, the types of its children. */
const shapes = [
  [
    'products',
    'Product',
    {
      variants: ['ProductVariant'],
      collections: ['Collection'],
      media: ['MediaImage', 'Video', 'ExternalVideo', 'Model3d'],
    },
  ],
  ['customers', 'Customer', { addressesV2: ['MailingAddress'] }],
  ['orders', 'Order', { lineItems: ['LineItem'] }],
  ['inventory', 'InventoryItem', { inventoryLevels: ['InventoryLevel'] }],
] as const
const COUNT = 600

const gid = (type: string, number: number) => `gid://shopify/${type}/9007199254740993${1_000 + number}?of=1`
const lineOf = (node: object) => Buffer.from(JSON.stringify(node))

async function join(resource: (typeof shapes)[number][0], lines: Buffer[]) {
  const kind = resources[resource]
  if (!kind) throw new Error(`${resource} are not read in bulk.`)
  return joinLines(lines, kind.children)
}

function expectAll(nodes: Node[], fields: Readonly<Record<string, readonly string[]>>) {
  expect(nodes).toHaveLength(1)
  for (const [field, types] of Object.entries(fields)) {
    const whole = nodes[0]?.[field] as WholeConnection | undefined
    expect(whole?.pageInfo).toEqual({ hasNextPage: false, endCursor: null })
    expect(new Set(whole?.nodes.map(({ id }) => id)).size).toBe(COUNT * types.length)
  }
}

test.each(shapes)(
  'children of %s find their fields in any order of lines, however many they are',
  async (resource, root, fields) => {
    const id = gid(root, 0)
    const children = Object.values(fields).flatMap((types) =>
      (types as readonly string[]).flatMap((type) =>
        Array.from({ length: COUNT }, (_, index) => lineOf({ id: gid(type, index), __parentId: id })),
      ),
    )
    for (const lines of [
      [lineOf({ id }), ...children],
      [...children.toReversed(), lineOf({ id })],
    ])
      expectAll(await join(resource, lines), fields)
  },
)

test.each(shapes)('a child of %s whose parent did not come is refused', async (resource, root, fields) => {
  const type = Object.values(fields).flat()[0] as string
  const orphan = lineOf({ id: gid(type, 1), __parentId: gid(root, 1) })
  await expect(join(resource, [lineOf({ id: gid(root, 2) }), orphan])).rejects.toThrow(RetryableError)
})

test.each(shapes)('a child of %s that no query asked for is refused, not skipped', async (resource, root) => {
  const id = gid(root, 1)
  const stranger = lineOf({ id: gid('Metafield', 1), __parentId: id })
  await expect(join(resource, [lineOf({ id }), stranger])).rejects.toThrow(PermanentError)
})
