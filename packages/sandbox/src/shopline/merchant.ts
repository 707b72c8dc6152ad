import type { PageVisit } from '../browser.ts'
import type { ShoplineBrowser } from './browser.ts'
import type { TokenService } from './tokens.ts'
import {
  applicationDocument,
  type Generation,
  type InstallationToken,
  tokenDocument,
  tokenTopic,
} from './webhooks/app-events.ts'
import type { WebhookPublisher } from './webhooks/publisher.ts'

export interface InstallOptions {
  /** Which of the two webhooks is sent first; the platform guarantees neither order. */
  order?: 'install-first' | 'token-first' | 'random'
  generation?: Generation
  /** How often each is repeated. */
  repeats?: number
}

/** A person of the shop with one browser, which keeps its cookies. */
export interface ShoplineMerchant {
  /** In SHOPLINE's marketplace: the app gets a token by webhook, without any page. */
  install(options?: InstallOptions): InstallationToken
  /** After the app wants other scopes: installed again, with another token. */
  reauthorise(options?: InstallOptions): InstallationToken
  /** The action button: the app's external page, without any parameter. */
  open(): Promise<PageVisit>
  /** Any other address; selects the shop and approves where the platform asks. */
  visit(url: string, options?: { declines?: boolean }): Promise<PageVisit>
  /** Revokes all tokens; the app gets a webhook about its removal and one for every token. */
  uninstall(options?: { revokesFirst?: boolean }): void
  /** Revokes one token. */
  revoke(tokenId: string): void
}

export interface MerchantOptions {
  merchantId: string
  landingUrl(): string
  browser: ShoplineBrowser
  tokens: TokenService
  publisher: WebhookPublisher
  now(): number
  setInstalled(isInstalled: boolean): unknown
  /** Webhooks of the merchant's tokens are removed with them. */
  clearHooks(): void
}

export function createMerchant(options: MerchantOptions): ShoplineMerchant {
  const { merchantId, browser, tokens, publisher, now, setInstalled, clearHooks } = options
  const sendEvent = (topic: string, document: object, repeats = 0) => {
    const body = publisher.publishToApp(topic, document)
    for (let count = 0; count < repeats; count += 1) publisher.repeat(topic, body)
  }
  const install = ({ order = 'install-first', generation = 'current', repeats = 0 }: InstallOptions = {}) => {
    const token = tokens.issueInstallation(merchantId)
    setInstalled(true)
    const events = [
      () => sendEvent('application/install', applicationDocument(merchantId, now()), repeats),
      () => sendEvent(tokenTopic('create', generation), tokenDocument(merchantId, token, { generation }), repeats),
    ]
    const isReversed = order === 'token-first' || (order === 'random' && Math.random() < 0.5)
    for (const tell of isReversed ? events.reverse() : events) tell()
    return token
  }
  const tellRevoked = (token: InstallationToken) => {
    const document = tokenDocument(merchantId, token, { generation: 'current', revokedAt: now() })
    sendEvent(tokenTopic('revoke', 'current'), document)
  }

  return {
    install,
    reauthorise: install,
    open: () => browser.visit(options.landingUrl(), { merchantId }),
    visit: (url, more) => browser.visit(url, { merchantId, ...more }),
    uninstall({ revokesFirst = true } = {}) {
      const live = tokens.installationsOf(merchantId)
      const removal = () => sendEvent('application/uninstall', applicationDocument(merchantId, now(), true))
      const revokes = live.map((token) => () => tellRevoked(token))
      tokens.revokeAll(merchantId)
      for (const tell of revokesFirst ? [...revokes, removal] : [removal, ...revokes]) tell()
      setInstalled(false)
      clearHooks()
    },
    revoke(tokenId) {
      const token = tokens.installationsOf(merchantId).find(({ id }) => id === tokenId)
      if (!token) throw new Error(`${merchantId} has no living token ${tokenId}.`)
      tokens.revoke(tokenId)
      tellRevoked(token)
    },
  }
}
