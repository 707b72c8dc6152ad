import type { Change } from '../../../contract/writes.ts'
import { faultsOfTags } from '../tags.ts'
import { faultsOfPrices } from './prices.ts'

const BRAND_MAX = 100

type ProductChange = Change<'product.save'>
type Fault = { path: string; message: string }

export function checkProduct({ target, payload }: ProductChange): Fault[] {
  const { variants = [], vendor = '' } = payload
  return [
    ...(target.id === null ? faultsOfNew(payload) : faultsOfExisting(payload)),
    ...variants.flatMap((variant, index) => faultsOfPrices(variant, `payload.variants.${index}`)),
    ...(vendor.length > BRAND_MAX
      ? [fault('vendor', `may have ${BRAND_MAX} characters at most in shopline shops`)]
      : []),
    ...faultsOfTags(payload.tags),
  ]
}

const fault = (path: string, message: string): Fault => ({ path: `payload.${path}`, message })

function faultsOfNew({ title, options = [], variants = [] }: ProductChange['payload']): Fault[] {
  return [
    ...(title === undefined ? [fault('title', 'is required of a new product')] : []),
    ...(variants.length === 0 ? [fault('variants', 'is required of a new product')] : []),
    ...(options.length === 0 && variants.length > 1
      ? [fault('options', 'is required of a product with several variants')]
      : []),
    ...variants.flatMap(({ price, options: values = [] }, index) => [
      ...(price === undefined ? [fault(`variants.${index}.price`, 'is required of a new variant')] : []),
      ...(values.length === options.length
        ? []
        : [fault(`variants.${index}.options`, 'has to have a value for each of options')]),
    ]),
  ]
}

function faultsOfExisting({ images, options, variants = [] }: ProductChange['payload']): Fault[] {
  return [
    ...(images
      ? [fault('images', onlyNew('the images in the shop have other addresses, so what is there cannot be told'))]
      : []),
    ...(options ? [fault('options', onlyNew('leave it out'))] : []),
    ...variants.flatMap(({ price, options: values }, index) =>
      values && price === undefined
        ? [fault(`variants.${index}.price`, 'is required of a variant with options, which may be new')]
        : [],
    ),
  ]
}

const onlyNew = (advice: string) => `is carried out by shopline shops for new products only: ${advice}`
