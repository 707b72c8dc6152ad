import type { Line } from '../../world/model.ts'
import type { WorldShop } from '../../world/shop.ts'
import type { ShopState } from '../state/shop-state.ts'

export type { Truth, TruthRow } from '../../expectation.ts'

/** What is true of a shop stands in the world, and what SHOPLINE alone knows of it in its state. */
export interface TrueShop {
  world: WorldShop
  state: ShopState
  /** ISO 4217. */
  currency: string
}

/** The shop's own language, and the second one. */
export const [OWN, OTHER] = ['zh-hant', 'en'] as const

interface Objects<T> {
  ids(): readonly number[]
  get(id: number): T | null
}

export function everything<T>(objects: Objects<T>): T[] {
  return objects.ids().flatMap((id) => objects.get(id) ?? [])
}

export const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

export function totalOf({ gross, quantity }: Line): number {
  return Number(gross) * quantity
}
