import { findChromium } from '@shopmirror/scripts/chromium-program.ts'
import { type Browser, chromium } from 'playwright-core'

/** Chromium's own sandbox does not work for root. */
const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/**
 * Starts a headless Chromium, installed by `findChromium` where needed; playwright-core downloads none. One for a test
 * file: make a context for each person in it, and close the browser in `afterAll`.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await findChromium((line) => process.stdout.write(`${line}\n`))
  return chromium.launch({ executablePath, args: [...flags, '--disable-dev-shm-usage'] })
}
