import type { Product } from '../../world/model.ts'

export function weightOf({ weight }: Product) {
  return { __typename: 'Weight', value: Number(weight), unit: 'KILOGRAMS' }
}
