import { hkdfSync } from 'node:crypto'

const KEY_BYTES = 32

/** Derives a key for one purpose from each key of `ENCRYPTION_KEYS`, in the same order (HKDF-SHA256). */
export function deriveKeys(setting: string, purpose: string): Buffer[] {
  return setting
    .split(',')
    .filter((entry) => entry.trim() !== '')
    .map((entry) =>
      Buffer.from(
        hkdfSync('sha256', Buffer.from(entry.slice(entry.indexOf(':') + 1).trim(), 'base64'), '', purpose, KEY_BYTES),
      ),
    )
}
