type Json = Record<string, unknown>

/** Whether this browser can make and use passkeys. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined'
}

/** Asks the reader for a passkey of theirs; throws when they refuse. `options` as the api gives them. */
export async function askPasskey(options: Json): Promise<Json> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as never)
  return answerOf(await navigator.credentials.get({ publicKey }))
}

/** Makes a passkey on the reader's device; throws when they refuse. `options` as the api gives them. */
export async function makePasskey(options: Json): Promise<Json> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as never)
  return answerOf(await navigator.credentials.create({ publicKey }))
}

function answerOf(credential: Credential | null): Json {
  return { ...(credential as PublicKeyCredential).toJSON() }
}
