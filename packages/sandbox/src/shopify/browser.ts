import type { Hop, Walk } from '../browser.ts'
import { createWalker } from '../browser.ts'

export interface Browser {
  /** Follows redirects with cookies; presses the button of a form that sends to its own address, unless told not to. */
  visit(url: string, options?: { declines?: boolean }): Promise<Walk>
}

export function createBrowser(): Browser {
  const { walk } = createWalker()
  return {
    visit: (begin, { declines = false } = {}) =>
      walk(begin, (page, body) => (!declines && isConsent(page, body) ? { method: 'POST', url: page.url } : null)),
  }
}

function isConsent({ method, url, status }: Hop, body: string): boolean {
  const isAsked = new URL(url).pathname.endsWith('/admin/oauth/authorize') && body.includes('<form method="post">')
  return method === 'GET' && status === 200 && isAsked
}
