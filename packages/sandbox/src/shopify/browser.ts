import { createBrowser, type Hop, type PageVisit } from '../browser.ts'

export interface ShopifyBrowser {
  /** Follows redirects with cookies; submits a form that posts to its own address, unless disabled. */
  visit(url: string, options?: { declines?: boolean }): Promise<PageVisit>
}

export function createShopifyBrowser(): ShopifyBrowser {
  const browser = createBrowser()
  return {
    visit: (url, { declines = false } = {}) =>
      browser.visit(url, (page, body) =>
        !declines && isConsent(page, body) ? { method: 'POST', url: page.url } : null,
      ),
  }
}

function isConsent({ method, url, status }: Hop, body: string): boolean {
  const isAsked = new URL(url).pathname.endsWith('/admin/oauth/authorize') && body.includes('<form method="post">')
  return method === 'GET' && status === 200 && isAsked
}
