import type { PublicUrl } from '@shopmirror/config'

/** Path of the script that keeps pages up to date, without the path of `PUBLIC_URL`. */
export const SCRIPT_PATH = '/connect/live.js'

/** The path as a browser asks for it. */
export function scriptPath({ path }: PublicUrl): string {
  return `${path}${SCRIPT_PATH}`
}
