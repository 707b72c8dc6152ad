import type { Order } from '../../../world/model.ts'

interface MoneyInput {
  amount: string
  currencyCode: string
}

/** `MoneyBagInput` */
export interface MoneyBag {
  shopMoney: MoneyInput
  presentmentMoney?: MoneyInput | null
}

export interface Currencies {
  /** Of the order's own amounts. */
  own: Order['currency']
  /** What the customer saw. */
  shown: Order['currency']
}

export function isKnownCurrency(code: unknown): code is Order['currency'] {
  return code === 'HUF' || code === 'EUR'
}

export function isMoneyBag(value: unknown): value is MoneyBag {
  return typeof value === 'object' && value !== null && 'shopMoney' in value
}

/** How much of the shown currency one of the order's own is, by the first amount that says it. */
export function rateIn(bags: readonly MoneyBag[], { own, shown }: Currencies): string {
  if (own === shown) return '1.00000000'
  const [bag] = bags.filter(({ shopMoney, presentmentMoney }) => presentmentMoney && Number(shopMoney.amount) !== 0)
  if (!bag?.presentmentMoney) return '1.00000000'
  return (Number(bag.presentmentMoney.amount) / Number(bag.shopMoney.amount)).toFixed(8)
}
