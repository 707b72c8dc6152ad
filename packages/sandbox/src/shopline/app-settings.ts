/** What the app's developer has set in the developer centre; may be changed while it runs. */
export interface AppSettings {
  /** The action button's external page. */
  landingUrl: string
  redirectUrls: string[]
  /** Where webhooks of the app are sent; `null`: nowhere. */
  webhooksUrl: string | null
  /** Which webhooks: those about its own installs and tokens, or all. */
  topics: 'access' | 'all'
}
