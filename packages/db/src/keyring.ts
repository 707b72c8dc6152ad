import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORMAT = 'v1'

export interface Keyring {
  /** The id of the key that encrypts. */
  current: string
  /** `place` is bound to the text: a ciphertext moved to another row or column does not open. */
  encrypt(text: string, place: string): string
  decrypt(sealed: string, place: string): string
  isCurrent(sealed: string): boolean
}

/** `"2026b:base64,2026a:base64"`: the first key encrypts, all decrypt. */
export function createKeyring(setting: string): Keyring {
  const keys = parseKeys(setting)
  const [current] = keys.keys()
  if (current === undefined) throw new Error(`ENCRYPTION_KEYS is empty: ${HOW_TO}`)

  return {
    current,
    encrypt: (text, place) => seal({ text, place, id: current, key: keyOf(keys, current) }),
    decrypt: (sealed, place) => open(sealed, place, keys),
    isCurrent: (sealed) => sealed.startsWith(`${FORMAT}.${current}.`),
  }
}

const HOW_TO = 'set it to "id:key", the key being 32 random bytes in base64 (openssl rand -base64 32).'

function parseKeys(setting: string): Map<string, Buffer> {
  const entries = setting.split(',').filter((entry) => entry.trim() !== '')
  return new Map(entries.map(parseKey))
}

function parseKey(entry: string): [string, Buffer] {
  const [, id, text] = /^\s*([\w-]+):([A-Za-z0-9+/=_-]+)\s*$/.exec(entry) ?? []
  const key = Buffer.from(text ?? '', 'base64')
  if (!id || key.length !== KEY_BYTES) throw new Error(`ENCRYPTION_KEYS has an entry that is no key: ${HOW_TO}`)
  return [id, key]
}

function keyOf(keys: Map<string, Buffer>, id: string): Buffer {
  const key = keys.get(id)
  if (key) return key
  throw new Error(
    `ENCRYPTION_KEYS lacks the key "${id}" that a stored secret was encrypted with: put it back at the end of the list.`,
  )
}

function seal({ text, place, id, key }: { text: string; place: string; id: string; key: Buffer }): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(place))
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${FORMAT}.${id}.${sealed.toString('base64url')}`
}

function open(sealed: string, place: string, keys: Map<string, Buffer>): string {
  const [format, id, text] = sealed.split('.')
  if (format !== FORMAT || !id || !text) throw new Error(`What is stored at ${place} is not an encrypted secret.`)

  const bytes = Buffer.from(text, 'base64url')
  const decipher = createDecipheriv(ALGORITHM, keyOf(keys, id), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
}
