import { type Answer, listPage, refuse } from './envelope.ts'
import type { Hrefs } from './formats.ts'
import { idOf, numberIn } from './ids.ts'

export interface Hook {
  id: number
  event: string
  status: string
  label: string
  url: string
  fields: string[] | null
}

export interface WebhookRegistry {
  handle(
    method: string,
    id: string | null,
    request: { query: URLSearchParams; body: Record<string, unknown>; href: Hrefs },
  ): Answer
  active(event: string): Hook[]
  clear(): void
  list(): Hook[]
  add(event: string, url: string): void
  remove(id: number): void
}

const EVENTS = new Set([
  'order_confirm',
  'order_status_change',
  'abandoned_cart',
  'newsletter_subscribe',
  'newsletter_unsubscribe',
  'newsletter_update_subscriber',
])

export function createWebhookRegistry(): WebhookRegistry {
  const hooks = new Map<number, Hook>()
  let nextId = 1
  const create = (body: Record<string, unknown>): Answer | Hook => {
    const [parameters] = (
      Array.isArray(body.webHookParameters) ? body.webHookParameters : [body.webHookParameters]
    ) as Record<string, unknown>[]
    if (!EVENTS.has(String(body.event)) || typeof parameters?.url !== 'string' || typeof body.label !== 'string')
      return refuse(400, 40_005, 'Invalid data')
    const hook = {
      id: nextId,
      event: String(body.event),
      status: String(body.status ?? '1'),
      label: body.label,
      url: parameters.url,
      fields: (parameters.fields as string[] | undefined) ?? null,
    }
    hooks.set(nextId, hook)
    nextId += 1
    return hook
  }

  return {
    handle(method, id, { query, body, href }) {
      const data = (body.data ?? body) as Record<string, unknown>
      if (method === 'POST') {
        const hook = create(data)
        return 'body' in hook ? hook : { status: 201, body: toResource(hook, href, true) }
      }
      const number = id === null ? null : numberIn(id)
      const hook = number === null ? undefined : hooks.get(number)
      if (id !== null && !hook) return refuse(404, 40_401, 'Resource not found')
      if (method === 'DELETE' && hook)
        return hooks.delete(hook.id) ? { status: 204, body: null } : refuse(404, 40_401, 'Resource not found')
      if (hook) return { status: 200, body: toResource(hook, href, false) }
      return listPage({
        ...{ path: 'webHooks', query, href, ids: [...hooks.keys()], withoutPageCount: true },
        link: (number) => href.one('webHooks', idOf.webHook(number)),
        whole: (number) => {
          const listed = hooks.get(number)
          return listed ? toResource(listed, href, false) : null
        },
      })
    },
    active: (event) => [...hooks.values()].filter((hook) => hook.event === event && hook.status === '1'),
    clear: () => hooks.clear(),
    list: () => [...hooks.values()],
    add(event, url) {
      hooks.set(nextId, { id: nextId, event, status: '1', label: event, url, fields: null })
      nextId += 1
    },
    remove: (id) => void hooks.delete(id),
  }
}

/** Parameters are a list right after creating and an object ever after. */
function toResource(hook: Hook, href: Hrefs, fresh: boolean): Record<string, unknown> {
  const parameters = { type: 'json', url: hook.url, ...(hook.fields && { fields: hook.fields }) }
  const id = idOf.webHook(hook.id)
  return {
    ...href.one('webHooks', id),
    id,
    event: hook.event,
    status: hook.status,
    label: hook.label,
    webHookParameters: fresh ? [parameters] : parameters,
    webHookDelay: fresh ? [] : {},
  }
}
