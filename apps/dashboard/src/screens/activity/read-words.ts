/** What a text in the search box asks for. */
export type Words =
  | { kind: 'none' }
  /** An id of ours: the address of its page, below `/dashboard`. */
  | { kind: 'page'; to: string }
  | { kind: 'query'; query: { object: string } | { topic: string } | { error: string } }

const pages: Readonly<Record<string, string>> = { dlv: '/deliveries/', psh: '/pushes/', run: '/runs/', shp: '/shops/' }
const OWN_ID = /^(dlv|psh|run|shp)_[0-9a-z]{10,40}$/
/** `table/id`; an id has a digit, the second word of a topic has none. */
const OBJECT = /^[a-z_]+\/\S*\d\S*$/
const TOPIC = /^[a-z_]+([/.][a-z_]+)+$/

/** One box for all: an id of ours, an object, an order number, a topic, or words of an error. */
export function readWords(text: string | undefined): Words {
  const words = text?.trim() ?? ''
  if (words === '') return { kind: 'none' }
  const own = OWN_ID.exec(words)?.[1]
  if (own) return { kind: 'page', to: `${pages[own]}${words}` }
  if (OBJECT.test(words)) return { kind: 'query', query: { object: words } }
  if (TOPIC.test(words)) return { kind: 'query', query: { topic: words } }
  if (/\d/.test(words) && !/\s/.test(words)) return { kind: 'query', query: { object: words } }
  return { kind: 'query', query: { error: words } }
}
