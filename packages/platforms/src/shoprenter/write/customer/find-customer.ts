import { isMissing, nameOf, refused } from '../../api/api.ts'
import { idOf, list, text, unwrap, type Wire } from '../../api/wire.ts'
import { pageQuery } from '../../read/read-all.ts'
import type { WriteContext } from '../write-batch.ts'

const PATH = 'customerExtend'

/**
 * The customer with an e-mail address; `null`: the shop has none. Whether the filter tells small letters from capitals is not
 * documented, so both are tried, and what it finds is compared.
 */
export async function findCustomer(email: string, context: WriteContext): Promise<string | null> {
  const small = email.toLowerCase()
  const found = await findByFilter(email, context)
  return found === null && small !== email ? findByFilter(small, context) : found
}

async function findByFilter(email: string, { api }: WriteContext): Promise<string | null> {
  const answer = await api.request(PATH, { query: pageQuery({ email }, 0) })
  if (isMissing(answer)) return null
  if (answer.status >= 400) throw refused(nameOf('GET', PATH), answer)
  const wanted = email.toLowerCase()
  return idOf(list(unwrap(answer.value).items).find((item) => text(item.email)?.toLowerCase() === wanted))
}

/** `null`: there is no such customer. */
export async function readCustomer(id: string, { api }: WriteContext): Promise<Wire | null> {
  const answer = await api.request(`${PATH}/${encodeURIComponent(id)}`)
  if (isMissing(answer)) return null
  if (answer.status >= 400) throw refused(nameOf('GET', PATH), answer)
  return unwrap(answer.value)
}
