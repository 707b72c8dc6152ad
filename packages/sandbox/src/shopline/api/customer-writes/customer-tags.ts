import { ok } from '../answers.ts'
import type { Answer } from '../open-api-types.ts'
import { mistakeInTags } from '../tags.ts'
import { type CustomerWrite, unprocessable } from './customer-write.ts'

const TAGS_MAX = 60

export function replaceCustomerTags(write: CustomerWrite): Answer {
  const mistake = mistakeInTags(write.call.body.tags)
  return mistake ? unprocessable(mistake) : keepTags(write.call.body.tags as string[], write)
}

/** Removed tags may have any length. */
export function editCustomerTags(write: CustomerWrite): Answer {
  const { customer, call } = write
  const { tags, update_mode: mode } = call.body
  if (mode !== 'add' && mode !== 'remove') return unprocessable('update_mode is invalid')
  const mistake = mode === 'add' || !Array.isArray(tags) ? mistakeInTags(tags) : undefined
  if (mistake) return unprocessable(mistake)
  const before = customer.written?.tags ?? []
  const named = tags as string[]
  return keepTags(mode === 'add' ? [...before, ...named] : before.filter((tag) => !named.includes(tag)), write)
}

/** Too many tags are answered with 200 and the unchanged tags. */
function keepTags(tags: readonly string[], { customer, shop: { world } }: CustomerWrite): Answer {
  const wanted = [...new Set(tags)]
  if (wanted.length > TAGS_MAX) return ok({ tags: customer.written?.tags ?? [] })
  const changed = world.updateCustomer(customer.id, { written: { ...customer.written, tags: wanted } })
  return ok({ tags: changed.written?.tags })
}
