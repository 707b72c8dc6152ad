/** The shop is connected to another account. */
export class ShopTakenError extends Error {
  override readonly name = 'ShopTakenError'
  readonly domain: string

  constructor(domain: string) {
    super(
      `${domain} is connected to another account. Disconnect it there, or uninstall the app in the shop, then try again.`,
    )
    this.domain = domain
  }
}

/** The limit of the account's plan is reached. */
export class PlanLimitError extends Error {
  override readonly name = 'PlanLimitError'
}

/** Another worker has taken over the work, or a user stopped it: this worker must stop without writing. */
export class FencedError extends Error {
  override readonly name = 'FencedError'

  constructor(runId: string, message?: string) {
    super(
      message ??
        `This worker no longer owns the run ${runId}: another worker took it over, or it was paused or cancelled.`,
    )
  }
}

/** The key of a stored secret is not in ENCRYPTION_KEYS. Work that needs the secret must wait for the key. */
export class MissingKeyError extends Error {
  override readonly name = 'MissingKeyError'

  constructor(keyId: string) {
    super(
      `ENCRYPTION_KEYS lacks the key "${keyId}" with which a stored secret was encrypted. Put it back at the end of the list.`,
    )
  }
}

/** The shop was uninstalled or never existed, so nothing may be stored for it. */
export class ShopGoneError extends Error {
  override readonly name = 'ShopGoneError'

  constructor(shopId: string) {
    super(`Shop ${shopId} is not connected, so nothing is stored for it. Install the app again to mirror it.`)
  }
}
