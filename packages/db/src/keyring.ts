import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { SettingsError } from '@shopmirror/config'
import { MissingKeyError } from './errors.ts'

const ALGORITHM = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORMAT = 'v1'

/** Encrypts with the first of `ENCRYPTION_KEYS` and decrypts with any of them. */
export interface Keyring {
  /** The id of the key that encrypts. */
  current: string
  /** `place` is authenticated, so a ciphertext that was moved to another row or column cannot be decrypted. */
  encrypt(text: string, place: string): string
  /** Throws when it was changed or moved; `MissingKeyError` when its key is not in the keyring. */
  decrypt(sealed: string, place: string): string
  isCurrent(sealed: string): boolean
}

/** `"2026b:base64,2026a:base64"`: the first key encrypts, all decrypt. */
export function createKeyring(setting: string): Keyring {
  const keys = parseKeys(setting)
  const [first] = keys
  if (first === undefined) throw new SettingsError(`ENCRYPTION_KEYS is empty: ${HOW_TO}`)

  const [current, key] = first
  return {
    current,
    encrypt: (text, place) => seal({ text, place, id: current, key }),
    decrypt: (sealed, place) => open(sealed, place, keys),
    isCurrent: (sealed) => sealed.startsWith(`${FORMAT}.${current}.`),
  }
}

const HOW_TO = 'set it to "id:key", with 32 random bytes in base64 as the key (openssl rand -base64 32).'

function parseKeys(setting: string): Map<string, Buffer> {
  const entries = setting.split(',').filter((entry) => entry.trim() !== '')
  const keys = new Map(entries.map(parseKey))
  if (keys.size < entries.length)
    throw new SettingsError(
      'ENCRYPTION_KEYS contains two keys with the same id. Give each a unique id, such as "2026b".',
    )
  return keys
}

function parseKey(entry: string, index: number): [string, Buffer] {
  const [, id, text] = /^\s*([\w-]+):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(entry) ?? []
  const key = Buffer.from(text ?? '', 'base64')
  if (!id || key.length !== KEY_BYTES)
    throw new SettingsError(`Entry ${index + 1} of ENCRYPTION_KEYS is not a key of ${KEY_BYTES} bytes: ${HOW_TO}`)
  return [id, key]
}

function keyOf(keys: Map<string, Buffer>, id: string): Buffer {
  const key = keys.get(id)
  if (key) return key
  throw new MissingKeyError(id)
}

function seal({ text, place, id, key }: { text: string; place: string; id: string; key: Buffer }): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(place))
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${FORMAT}.${id}.${sealed.toString('base64url')}`
}

function open(sealed: string, place: string, keys: Map<string, Buffer>): string {
  const [format, id = '', text = '', ...rest] = sealed.split('.')
  const bytes = Buffer.from(text, 'base64url')
  // The decoder ignores invalid characters, so the text must equal what encoding the bytes gives.
  const isOurs = format === FORMAT && rest.length === 0 && bytes.toString('base64url') === text
  if (!isOurs || bytes.length < NONCE_BYTES + TAG_BYTES)
    throw new Error(`The value stored at ${place} is not an encrypted secret.`)

  const key = keyOf(keys, id)
  try {
    return decipher(bytes, place, key)
  } catch (cause) {
    throw new Error(
      `The value stored at ${place} cannot be decrypted with the key "${id}": it was changed or moved, or this is another key with the same id.`,
      { cause },
    )
  }
}

function decipher(bytes: Buffer, place: string, key: Buffer): string {
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
}
