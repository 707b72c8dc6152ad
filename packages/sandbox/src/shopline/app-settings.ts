/** What the app's developer has set in the developer centre; may be changed while it runs. */
export interface AppSettings {
  /** The action button's external page. */
  landingUrl: string
  redirectUrls: string[]
  /** Where the app is told things; `null`: nowhere. */
  webhooksUrl: string | null
  /** Of what: of its own installs and tokens, or of everything. */
  topics: 'access' | 'all'
}
