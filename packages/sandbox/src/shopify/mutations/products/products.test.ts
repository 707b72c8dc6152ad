import { expect, test } from 'vitest'
import { ids } from '../../world-ids.ts'
import { startShop } from '../test-shop.ts'

const FIELDS = `id title handle status vendor productType tags descriptionHtml seo { title } hasOnlyDefaultVariant
  options { name values } media(first: 9) { nodes { ... on MediaImage { image { url } } } }
  metafield(namespace: "erp", key: "nr") { value }
  variants(first: 50) { nodes { id title sku barcode price compareAtPrice taxable inventoryPolicy inventoryQuantity
    selectedOptions { name value } inventoryItem { tracked unitCost { amount } measurement { weight { value unit } } } } }`
const SET = `mutation($input: ProductSetInput!, $by: ProductSetIdentifiers) {
  productSet(input: $input, identifier: $by) { product { ${FIELDS} } userErrors { code field message } } }`

interface Shown {
  id: string
  variants: { nodes: { id: string; sku: string }[] }
}

async function start() {
  const shop = await startShop()
  const set = (input: object, by?: object) => shop.one(SET, { input, ...(by && { by }) })
  const put = async (input: object, by?: object) => {
    const { product, userErrors } = await set(input, by)
    expect(userErrors).toEqual([])
    return product as unknown as Shown
  }
  return { ...shop, set, put, id: shop.gid('Product', 'product', 1) }
}

const sizes = (...values: string[]) => ({
  productOptions: [{ name: 'Méret', values: values.map((name) => ({ name })) }],
  variants: values.map((name) => ({ sku: `P-${name}`, price: '990', optionValues: [{ optionName: 'Méret', name }] })),
})

test('productSet makes a product with everything that is given, and every read shows it', async () => {
  const { put, gid, truth, number, caller } = await start()
  const locationId = gid('Location', 'location', 2)
  const product = await put({
    ...{
      title: 'Új bögre',
      vendor: 'ERP',
      productType: 'Bögre',
      status: 'DRAFT',
      tags: ['a, b'],
      descriptionHtml: '<p>x</p>',
    },
    ...{ seo: { title: 'SEO' }, files: [{ originalSource: 'https://example.com/a.jpg', alt: 'A' }] },
    productOptions: [{ name: 'Méret', values: [{ name: 'S' }, { name: 'L' }] }],
    variants: [
      {
        ...{
          sku: 'N-S',
          barcode: '599',
          price: '1990.00',
          compareAtPrice: '2490',
          taxable: false,
          inventoryPolicy: 'CONTINUE',
        },
        inventoryItem: { cost: '700', tracked: true, measurement: { weight: { value: 500, unit: 'GRAMS' } } },
        inventoryQuantities: [{ locationId, name: 'available', quantity: 7 }],
        optionValues: [{ optionName: 'Méret', name: 'S' }],
      },
      { price: '2000', optionValues: [{ optionName: 'Méret', name: 'L' }] },
    ],
  })
  expect(product).toMatchObject({
    ...{
      title: 'Új bögre',
      handle: 'uj-bogre',
      status: 'DRAFT',
      vendor: 'ERP',
      productType: 'Bögre',
      tags: ['a', 'b'],
    },
    ...{ seo: { title: 'SEO' }, options: [{ name: 'Méret', values: ['S', 'L'] }] },
    media: { nodes: [{ image: { url: 'https://example.com/a.jpg' } }] },
  })
  const [first] = product.variants.nodes
  expect(first).toMatchObject({
    ...{ title: 'S', sku: 'N-S', barcode: '599', price: '1990', compareAtPrice: '2490', taxable: false },
    ...{ inventoryPolicy: 'CONTINUE', inventoryQuantity: 7, selectedOptions: [{ name: 'Méret', value: 'S' }] },
    inventoryItem: {
      tracked: true,
      unitCost: { amount: '700.0' },
      measurement: { weight: { value: 0.5, unit: 'KILOGRAMS' } },
    },
  })
  expect(truth('products', number(product.id))).toMatchObject({
    handle: 'uj-bogre',
    product_type: 'Bögre',
    images: ['https://example.com/a.jpg'],
  })
  expect(truth('product_variants', number(first?.id))).toMatchObject({
    title: 'S',
    price: '1990',
    cost: '700',
    orderable: true,
  })
  const body = (await caller.rest(`products/${number(product.id)}.json`)).json().product
  expect(body).toMatchObject({
    ...{ handle: 'uj-bogre', product_type: 'Bögre', options: [{ name: 'Méret', values: ['S', 'L'] }] },
    variants: [{ option1: 'S', compare_at_price: '2490', inventory_policy: 'continue' }, { option1: 'L' }],
  })
})

test('productSet replaces the lists that are given, and leaves the others', async () => {
  const { put, id, world, hear } = await start()
  const title = await put({ title: 'Másik' }, { id })
  expect(title).toMatchObject({ title: 'Másik', handle: 'termek-1' })
  expect(title.variants.nodes).toHaveLength(3)
  const before = await put({ title: 'X', handle: 'x', ...sizes('S', 'M') })
  const [s, m] = before.variants.nodes.map((variant) => variant.id)
  const heard = await hear(['products/update', 'products/create', 'products/delete', 'inventory_items/delete'], () =>
    put(sizes('M', 'L'), { handle: 'x' }),
  )
  expect(new Set(heard)).toEqual(new Set(['products/update', 'inventory_items/delete']))
  const after = await put({}, { handle: 'x' })
  expect(after).toMatchObject({ id: before.id, title: 'X', handle: 'x', options: [{ values: ['M', 'L'] }] })
  const ids = after.variants.nodes.map((variant) => variant.id)
  expect(ids).toHaveLength(2)
  expect([ids[0], ids.includes(s ?? '')]).toEqual([m, false])
  expect(world.products.ids().length).toBe(9 + 2)
})

test('productSet finds by handle and custom id, and makes what is not there once', async () => {
  const { put, one, ask } = await start()
  const first = await put({ title: 'H' }, { handle: 'erp-1' })
  expect(first).toMatchObject({ handle: 'erp-1', hasOnlyDefaultVariant: true })
  expect((await put({ title: 'H2' }, { handle: 'erp-1' })).id).toBe(first.id)
  const customId = { namespace: 'erp', key: 'nr', value: '42' }
  expect((await ask(SET, { input: { title: 'C' }, by: { customId } })).errors).toMatchObject([
    { extensions: { code: 'NOT_FOUND' } },
  ])
  for (const ownerType of ['PRODUCT', 'PRODUCTVARIANT'])
    await one(
      `mutation { metafieldDefinitionCreate(definition: { namespace: "erp", key: "nr", name: "Nr", ownerType: ${ownerType}, type: "id" }) { userErrors { message } } }`,
    )
  const made = await put({ title: 'C' }, { customId })
  expect(made).toMatchObject({ metafield: { value: '42' } })
  expect((await put({ title: 'D' }, { customId })).id).toBe(made.id)
  const metafields = [{ namespace: 'erp', key: 'nr', value: 'v-1' }]
  const [variant] = (await put({ ...sizes('S'), variants: [{ ...sizes('S').variants[0], metafields }] }, { customId }))
    .variants.nodes
  const by = 'customId: { namespace: "erp", key: "nr", value:'
  expect(await one(`{ productByIdentifier(identifier: { ${by} "42" } }) { id } }`)).toEqual({ id: made.id })
  expect(await one(`{ productByIdentifier(identifier: { handle: "erp-1" }) { id } }`)).toEqual({ id: first.id })
  expect(await one(`{ productVariantByIdentifier(identifier: { ${by} "v-1" } }) { id } }`)).toEqual({ id: variant?.id })
})

test.each([
  [
    { title: 'x', productOptions: [{ name: 'A', values: [{ name: '1' }] }] },
    'VARIANTS_INPUT_MISSING',
    ['input', 'variants'],
  ],
  [{ title: 'x', variants: [{ optionValues: [] }] }, 'PRODUCT_OPTIONS_INPUT_MISSING', ['input', 'productOptions']],
  [{ title: '' }, 'INVALID_PRODUCT', ['input', 'title']],
  [{ title: 'x'.repeat(256) }, 'INVALID_PRODUCT', ['input', 'title']],
  [{ title: 'x', handle: 'termek-1' }, 'HANDLE_NOT_UNIQUE', ['input', 'handle']],
  [{ title: 'x', ...sizes('S', 'S') }, null, ['input', 'variants', '1']],
  [
    { title: 'x', ...sizes('S'), variants: [{ price: '-1', optionValues: [{ optionName: 'Méret', name: 'S' }] }] },
    'INVALID_VARIANT',
    ['input', 'variants', '0', 'price'],
  ],
])('productSet refuses %j', async (input, code, field) => {
  const { set, world } = await start()
  expect(await set(input)).toMatchObject({ product: null, userErrors: [{ code, field }] })
  expect(world.products.ids()).toHaveLength(9)
})

test('productSet takes 2048 variants in its list, and not one more', async () => {
  const { ask } = await start()
  const input = (length: number) => ({ title: 'x', variants: Array(length).fill({ optionValues: [] }) })
  expect((await ask(SET, { input: input(2_049) })).errors).toMatchObject([
    { extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' } },
  ])
  expect((await ask(SET, { input: input(2_048) })).errors).toBeUndefined()
})

test('products are made, changed, archived and deleted without their variants', async () => {
  const { one, hear, world, truth, number } = await start()
  const errors = 'userErrors { field message }'
  const { product } = await one(
    `mutation { productCreate(product: { title: "Új" }) { product { id hasOnlyDefaultVariant } ${errors} } }`,
  )
  const { id } = product as unknown as Shown
  const update = (more: string) =>
    one(`mutation { productUpdate(product: { id: "${id}" ${more} }) { product { id status vendor } ${errors} } }`)
  expect(await update('status: ARCHIVED, vendor: "V"')).toMatchObject({
    product: { status: 'ARCHIVED', vendor: 'V' },
    userErrors: [],
  })
  expect(truth('products', number(id))).toMatchObject({ status: 'ARCHIVED', vendor: 'V', title: 'Új' })
  expect((await update('title: ""')).userErrors).toEqual([{ field: ['title'], message: "Title can't be blank" }])
  const remove = () => one(`mutation { productDelete(input: { id: "${id}" }) { deletedProductId ${errors} } }`)
  expect(await hear(['products/delete'], remove)).toEqual(['products/delete'])
  expect((await remove()).userErrors).toEqual([{ field: ['id'], message: 'Product does not exist' }])
  expect(world.products.ids()).toHaveLength(9)
})

test('variants of a product are added, changed and removed together', async () => {
  const { one, put, world, gid, hear, caller } = await start()
  const { id: productId, variants } = await put({ title: 'X', ...sizes('S') })
  const call = (name: string, input: object[], more = '') =>
    one(
      `mutation($id: ID!, $variants: [ProductVariantsBulkInput!]!) { ${name}(productId: $id, variants: $variants ${more}) {
        product { variantsCount { count } } productVariants { id sku price } userErrors { code field message } } }`,
      { id: productId, variants: input },
    )
  const locationId = gid('Location', 'location', 1)
  const optionValues = [{ optionName: 'Méret', name: 'M' }]
  const made = await call('productVariantsBulkCreate', [
    {
      price: '5',
      optionValues,
      inventoryItem: { sku: 'M' },
      inventoryQuantities: [{ locationId, availableQuantity: 4 }],
    },
  ])
  expect(made).toMatchObject({
    product: { variantsCount: { count: 2 } },
    productVariants: [{ sku: 'M', price: '5' }],
    userErrors: [],
  })
  expect((await call('productVariantsBulkCreate', [{ optionValues }])).userErrors).toMatchObject([
    { code: 'VARIANT_ALREADY_EXISTS', field: ['variants', '0'] },
  ])
  const [s, m] = [variants.nodes[0]?.id, (made.productVariants as unknown as { id: string }[])[0]?.id]
  const both = [
    { id: s, price: '7' },
    { id: m, price: '-1' },
  ]
  expect((await call('productVariantsBulkUpdate', both)).userErrors).toMatchObject([
    { code: 'GREATER_THAN_OR_EQUAL_TO', field: ['variants', '1', 'price'] },
  ])
  expect(world.products.get(10)?.gross).toBe('990')
  await call('productVariantsBulkUpdate', both, 'allowPartialUpdates: true')
  expect(world.products.get(10)?.gross).toBe('7')
  expect(
    (await call('productVariantsBulkUpdate', [{ id: gid('ProductVariant', 'variant', 1) }])).userErrors,
  ).toMatchObject([{ code: 'PRODUCT_VARIANT_DOES_NOT_EXIST' }])
  expect(
    (await call('productVariantsBulkUpdate', [{ id: s, inventoryQuantities: [{ locationId, availableQuantity: 1 }] }]))
      .userErrors,
  ).toMatchObject([{ code: 'NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE' }])
  const heard = await hear(['products/update', 'inventory_items/update', 'inventory_levels/update'], () =>
    call('productVariantsBulkUpdate', [{ id: s, inventoryItem: { cost: '3.5', tracked: false } }]),
  )
  expect(heard).toEqual(['inventory_items/update', 'products/update'])
  const items = (await caller.rest(`inventory_items.json?ids=${ids.inventoryItem(10)}`)).json().inventory_items
  expect(items).toMatchObject([{ cost: '3.5', tracked: false }])
  const remove = (...variantIds: unknown[]) =>
    one(
      'mutation($id: ID!, $ids: [ID!]!) { productVariantsBulkDelete(productId: $id, variantsIds: $ids) { product { title variantsCount { count } } userErrors { code } } }',
      { id: productId, ids: variantIds },
    )
  expect(await remove(s)).toMatchObject({ product: { title: 'X', variantsCount: { count: 1 } }, userErrors: [] })
  expect((await remove(m)).userErrors).toEqual([{ code: 'CANNOT_DELETE_LAST_VARIANT' }])
})
