import { z } from 'zod'
import {
  address,
  amount,
  atLeastOne,
  currency,
  email,
  id,
  line,
  moment,
  tags,
  taxRate,
  text,
  url,
  variantReference,
} from './fields.ts'

const LINES_MAX = 250
const ATTRIBUTES_MAX = 250
const LINE_QUANTITY_MAX = 1_000_000

const note = text(5_000).describe('Replaces the note that the order has')
const attributes = z
  .array(z.strictObject({ name: line(), value: text(1_000) }))
  .max(ATTRIBUTES_MAX)
  .describe('Further values of the order; replace those that it has')

const orderLine = z
  .strictObject({
    variant: variantReference.optional(),
    title: line().optional().describe('Name of a line that stands for no variant'),
    quantity: z.int().min(1).max(LINE_QUANTITY_MAX),
    price: amount.describe('Of one unit'),
    tax_rate: taxRate.optional(),
    needs_shipping: z.boolean().optional().describe('Absent: yes'),
  })
  .refine(({ variant, title }) => variant !== undefined || title !== undefined, {
    error: 'Give the line a variant, or a title',
  })

/** A new order. Amounts are in its currency. */
export const orderCreate = z.strictObject({
  currency: currency.optional().describe("Absent: the shop's"),
  prices_include_tax: z.boolean().optional().describe('Absent: they do'),
  lines: z.array(orderLine).min(1).max(LINES_MAX),
  shipping: z
    .strictObject({
      title: line().describe('Name of the shipping method'),
      price: amount,
      tax_rate: taxRate.optional(),
      method: id.optional().describe("The platform's id of the shipping method, where it asks for one"),
    })
    .optional(),
  payment: z
    .strictObject({
      status: z.enum(['pending', 'paid']).optional().describe('Absent: pending'),
      title: line().optional().describe('Name of the payment method'),
      method: id.optional().describe("The platform's id of the payment method, where it asks for one"),
    })
    .optional(),
  discount: z.strictObject({ code: line(), amount: amount.describe('Off the whole order') }).optional(),
  customer: z
    .strictObject({
      id: id.optional().describe("The platform's id of a customer"),
      own_id: id.optional().describe('Your own id of a customer'),
      first_name: line().optional(),
      last_name: line().optional(),
    })
    .optional()
    .describe('Absent, or without an id: a guest, or the customer with the e-mail address'),
  email: email.optional(),
  phone: line(64).optional(),
  shipping_address: address.optional(),
  billing_address: address.optional().describe('Absent: the shipping address'),
  status: id.optional().describe("The platform's status of the order; absent: the one of new orders"),
  note: note.optional(),
  tags: tags.optional(),
  attributes: attributes.optional(),
  placed_at: moment.optional().describe('ISO 8601 with offset; absent: now'),
  takes_stock: z.boolean().optional().describe('Whether the shop lowers its stock; absent: it does not'),
})

export const orderUpdate = atLeastOne({
  note: note.optional(),
  tags: tags.optional().describe('All tags of the order'),
  attributes: attributes.optional(),
  email: email.optional(),
  phone: line(64).optional(),
  shipping_address: address.optional(),
  lines: z
    .array(z.strictObject({ variant: variantReference, quantity: z.int().min(0).max(LINE_QUANTITY_MAX) }))
    .min(1)
    .max(LINES_MAX)
    .optional()
    .describe('Quantities of lines by variant; 0 removes a line, others stay'),
})

export const orderSetStatus = z.strictObject({
  status: id.describe("The platform's status; capabilities list them where they are the same in every shop"),
})
export const orderMarkPaid = z.strictObject({})

export const orderFulfill = z.strictObject({
  lines: z
    .array(z.strictObject({ variant: variantReference, quantity: z.int().min(1).max(LINE_QUANTITY_MAX) }))
    .min(1)
    .max(LINES_MAX)
    .optional()
    .describe('Absent: everything that is not fulfilled yet'),
  location: id
    .optional()
    .describe("The platform's id of the location; absent: wherever the shop has assigned the lines"),
  tracking: z
    .strictObject({ number: line(), company: line().optional(), url: url.optional() })
    .optional()
    .describe('Of a fulfilled order: replaces what it has'),
  notify_customer: z.boolean().optional().describe('Absent: the customer is not notified'),
})

export const orderCancel = z.strictObject({
  reason: z.enum(['customer', 'declined', 'fraud', 'inventory', 'staff', 'other']).optional().describe('Absent: other'),
  note: text(200).optional().describe('For the staff'),
  restock: z.boolean().optional().describe('Whether the shop puts the units back; absent: as the shop is set up'),
  refund: z.boolean().optional().describe('To the original payment method; absent: nothing is refunded'),
  notify_customer: z.boolean().optional().describe('Absent: the customer is not notified'),
})
