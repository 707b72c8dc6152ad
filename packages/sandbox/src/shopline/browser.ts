import { createBrowser, type Hop, type PageVisit } from '../browser.ts'

export interface VisitOptions {
  /** The shop to select when the platform asks for one; without it the visit ends there. */
  merchantId?: string
  declines?: boolean
}

export interface ShoplineBrowser {
  /** Follows redirects with cookies; on the platform's own pages chooses the shop, and approves or declines. */
  visit(url: string, options?: VisitOptions): Promise<PageVisit>
}

export function createShoplineBrowser(): ShoplineBrowser {
  const browser = createBrowser()
  return {
    visit: (url, { merchantId, declines = false } = {}) =>
      browser.visit(url, (page, body) => {
        if (!isAuthorize(page)) return null
        const chosen = merchantId ? linkOf(page, body, `data-merchant="${merchantId}"`) : null
        return chosen ?? linkOf(page, body, `data-action="${declines ? 'decline' : 'approve'}"`)
      }),
  }
}

function isAuthorize({ url, status }: Hop): boolean {
  return status === 200 && new URL(url).pathname.endsWith('/shopline/developers/oauth/authorize')
}

function linkOf({ url }: Hop, body: string, attribute: string): { method: 'GET'; url: string } | null {
  const href = body.split(`<a ${attribute} href="`)[1]?.split('"')[0]
  return href === undefined ? null : { method: 'GET', url: new URL(href.replaceAll('&amp;', '&'), url).href }
}
