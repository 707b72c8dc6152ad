import { named, type Translations } from './texts.ts'

interface PaymentMethod {
  number: number
  type: string
  name: Translations
  /** Whether it is a payment provider's integration. */
  isIntegrated: boolean
}

export const paymentMethods: readonly PaymentMethod[] = [
  { number: 1, type: 'bank_transfer', name: named('銀行轉帳', 'Bank transfer'), isIntegrated: false },
  { number: 2, type: 'sl_payment', name: named('信用卡', 'SHOPLINE Payments'), isIntegrated: true },
]

/** The first one for unknown numbers. */
export function paymentMethodOf(number: number): PaymentMethod {
  return paymentMethods.find((each) => each.number === number) ?? (paymentMethods[0] as PaymentMethod)
}
