/** How long an answer is believed, ms: a secret that was replaced works no longer than this. */
const BELIEVED_MS = 60_000
/** Shops whose answer is kept. */
const SHOPS_MAX = 10_000

/** The secret that signs the webhooks of a shop's own app; `null` where it has none. Rejects while nobody can say. */
export type OwnSecrets = (shopId: string) => Promise<string | null>

export interface OwnSecretsDeps {
  read(shopId: string): Promise<{ ownApp: { clientSecret?: string } | null } | null>
  now(): Date
}

interface Answer {
  secret: Promise<string | null>
  until: number
}

/** One question a shop and minute, however many webhooks come: most of those who need it are signed by nobody. */
export function createOwnSecrets({ read, now }: OwnSecretsDeps): OwnSecrets {
  const answers = new Map<string, Answer>()

  const ask = (shopId: string): Promise<string | null> => {
    const secret = read(shopId).then((credentials) => credentials?.ownApp?.clientSecret ?? null)
    answers.delete(shopId)
    answers.set(shopId, { secret, until: now().getTime() + BELIEVED_MS })
    secret.catch(() => answers.delete(shopId))
    const [oldest] = answers.keys()
    if (answers.size > SHOPS_MAX && oldest !== undefined) answers.delete(oldest)
    return secret
  }

  return (shopId) => {
    const known = answers.get(shopId)
    return known && known.until > now().getTime() ? known.secret : ask(shopId)
  }
}
