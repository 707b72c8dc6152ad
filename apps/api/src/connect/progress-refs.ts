import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKeys } from '@shopmirror/platforms'

const PURPOSE = 'shopmirror install progress'
const MAC_BYTES = 18

/** Unguessable references to installations, in the addresses of pages that show how far one is. */
export interface ProgressRefs {
  refOf(installation: string): string
  /** The id of the installation; `null` when the reference is not ours. Needs no database. */
  installationOf(ref: string): string | null
}

/** `keys`: `ENCRYPTION_KEYS`. A separate key is derived from each; the first signs, all verify. Throws when it is empty. */
export function createProgressRefs(keys: string): ProgressRefs {
  const derived = deriveKeys(keys, PURPOSE)
  const [current] = derived
  if (!current)
    throw new Error('ENCRYPTION_KEYS is empty. Addresses of install pages are signed with a key derived from it.')
  return {
    refOf: (installation) => `${installation}.${mac(current, installation).toString('base64url')}`,
    installationOf(ref) {
      const [installation = '', signature = '', ...more] = ref.split('.')
      const given = Buffer.from(signature, 'base64url')
      const isCanonical = given.length === MAC_BYTES && given.toString('base64url') === signature
      if (more.length > 0 || !isCanonical) return null
      return derived.some((key) => timingSafeEqual(mac(key, installation), given)) ? installation : null
    },
  }
}

function mac(key: Buffer, installation: string): Buffer {
  return createHmac('sha256', key).update(installation).digest().subarray(0, MAC_BYTES)
}
