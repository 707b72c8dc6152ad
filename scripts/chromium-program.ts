import { existsSync } from 'node:fs'
import { findProgram, hasAptGet, installFromDebian } from './debian-package.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const onMac = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
/** The font is for pages whose own fonts are not on a server, so that screenshots look alike everywhere. */
const packages = ['chromium', 'fonts-roboto-unhinted']

/**
 * Path of a Chromium: `CHROMIUM_PATH`, else one on this machine; as root on Debian installs it if needed. Throws with
 * the command to run when none is available.
 */
export async function findChromium(log: (line: string) => void = () => undefined): Promise<string> {
  const given = process.env.CHROMIUM_PATH
  if (given && !existsSync(given)) throw new Error(`CHROMIUM_PATH is ${given}, where there is no file.`)
  const found = given ?? names.map(findProgram).find(Boolean) ?? onMac.find((path) => existsSync(path))
  const path = found ?? (await installFromDebian({ program: 'chromium', packages }, log))
  if (path) return path
  throw new Error(`No Chromium found. ${advice()} Or set CHROMIUM_PATH to the program of a Chromium or Chrome.`)
}

function advice(): string {
  if (process.platform === 'darwin') return 'Run: brew install --cask chromium.'
  return hasAptGet()
    ? `Run: sudo apt-get install ${packages.join(' ')}.`
    : 'Install Chromium with your system’s packages.'
}
