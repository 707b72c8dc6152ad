import { z } from 'zod'
import { address, atLeastOne, email, line, moment, tags, text } from './fields.ts'

const ADDRESSES_MAX = 100

export const customerSave = atLeastOne({
  email: email.optional(),
  phone: line(64).optional(),
  first_name: line().optional(),
  last_name: line().optional(),
  locale: line(35).optional(),
  note: text(5_000).optional().describe('Replaces the note that the customer has'),
  tags: tags.optional().describe('All tags of the customer'),
  addresses: z
    .array(address)
    .max(ADDRESSES_MAX)
    .optional()
    .describe('All addresses of the customer, the default first'),
})

export const customerConsent = z.strictObject({
  channel: z.enum(['email', 'sms']),
  subscribed: z.boolean(),
  confirmed: z.boolean().optional().describe('The customer confirmed it by a link; absent: no'),
  at: moment.optional().describe('ISO 8601 with offset; absent: now'),
})

export const tagsChange = z.strictObject({ tags: tags.min(1) })
