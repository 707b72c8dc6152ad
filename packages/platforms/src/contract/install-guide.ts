/** A text in each language in which merchants are addressed. */
export type LocalText = Readonly<Record<'en' | 'hu' | 'de', string>>

/** What merchants are told and asked before an install, in their words. */
export interface InstallGuide {
  /** The platform's name as merchants know it. */
  readonly name: string
  /** How the shop is named; absent where the merchant selects it on the platform's consent page. */
  readonly shopName?: ShopNameField
  /** The install from its start to its end, one short sentence each; the first is what happens on the current page. */
  readonly steps: readonly [LocalText, LocalText, LocalText, LocalText]
  /** Where installs start in the shop's admin; absent where they start at the platform's consent page. */
  readonly admin?: ShopAdmin
  /** A shop as merchants know it: `minta.myshopify.com`. */
  displayName(domain: string): string
}

/** The field for the shop's name. `Platform.parseDomain` reads what is entered. */
export interface ShopNameField {
  readonly label: LocalText
  /** Shown after the field, because it is the same for every shop: `.myshopify.com`. */
  readonly suffix: string
  /** A name as it is entered, without the suffix. */
  readonly example: string
  /** Where merchants find the name. */
  readonly hint: LocalText
}

/** The shop's own admin, in which the merchant installs the app. */
export interface ShopAdmin {
  url(domain: string): URL
  /** What to open and click there. */
  readonly howTo: LocalText
  /** What to do when the app is there already and the shop is reconnected. */
  readonly reconnect: LocalText
}
