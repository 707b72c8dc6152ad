import { readPastedAddress } from '../../install/pasted-address.ts'

/** A shop's name is a DNS label. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
const HOST = /^([a-z0-9-]+)(?:\.api2?)?\.myshoprenter\.hu$/

/** `minta`, from the name or any URL of the shop, such as `https://minta.myshoprenter.hu/admin`. */
export function parseShop(input: string): string | null {
  const pasted = readPastedAddress(input)
  const name = pasted?.isWord ? pasted.host : HOST.exec(pasted?.host ?? '')?.[1]
  return name !== undefined && NAME.test(name) ? name : null
}
