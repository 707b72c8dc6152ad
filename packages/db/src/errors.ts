/** Another account has this shop. */
export class ShopTakenError extends Error {
  override readonly name = 'ShopTakenError'
  readonly domain: string

  constructor(domain: string) {
    super(
      `${domain} is connected to another account: it has to be disconnected there, or uninstalled in the shop, first.`,
    )
    this.domain = domain
  }
}

/** The account's plan allows no more. */
export class PlanLimitError extends Error {
  override readonly name = 'PlanLimitError'
}

/** Another worker has taken the run over, or a user stopped it: this worker must end without writing. */
export class FencedError extends Error {
  override readonly name = 'FencedError'

  constructor(runId: string) {
    super(`The run ${runId} is no longer ours: another worker took it, or it was paused or cancelled.`)
  }
}

/** A stored secret was encrypted under a key we were not given. Whatever needs it has to wait: nothing is wrong with the secret. */
export class MissingKeyError extends Error {
  override readonly name = 'MissingKeyError'

  constructor(keyId: string) {
    super(
      `ENCRYPTION_KEYS lacks the key "${keyId}" that a stored secret was encrypted with: put it back at the end of the list.`,
    )
  }
}

/** The shop was uninstalled or never existed: nothing may be kept for it any more. */
export class ShopGoneError extends Error {
  override readonly name = 'ShopGoneError'

  constructor(shopId: string) {
    super(`Shop ${shopId} is not connected: what came for it is not kept. Install it again to mirror it.`)
  }
}
