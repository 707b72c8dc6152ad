import { named, type Translations } from './texts.ts'

interface DeliveryOption {
  number: number
  /** `custom`: the shop ships itself; everything else is a carrier integration. */
  platform: string
  name: Translations
}

export const deliveryOptions: readonly DeliveryOption[] = [
  { number: 1, platform: 'custom', name: named('宅配', 'Home delivery') },
  { number: 2, platform: 'tcat', name: named('黑貓宅急便', 'T-Cat') },
]

/** The first one for unknown numbers. */
export function deliveryOptionOf(number: number): DeliveryOption {
  return deliveryOptions.find((each) => each.number === number) ?? (deliveryOptions[0] as DeliveryOption)
}
