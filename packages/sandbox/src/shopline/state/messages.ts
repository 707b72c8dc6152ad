/** A message about an order; append-only. */
export interface OrderMessage {
  /** Number of the shop's message, from 1. */
  number: number
  order: number
  text: string
  /** Visible to the shop's staff only. */
  isPrivate: boolean
  sender: 'merchant' | 'customer'
  at: number
}

export type MailKind =
  | 'order_created'
  | 'order_status'
  | 'order_cancelled'
  | 'order_payment_status'
  | 'order_delivery_status'
  | 'customer_welcome'

/** A notification of a customer. */
export interface Mail {
  kind: MailKind
  to: string
  /** Number of the order, or of the customer for a welcome. */
  about: number
  by: 'email' | 'sms'
  at: number
}

/** A refund; the amount is decimal text. */
export interface Refund {
  order: number
  amount: string
  at: number
}
