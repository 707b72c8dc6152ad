import type { Domains } from '../platform-emulator.ts'

const NAME = /^[a-z0-9][a-z0-9-]*$/

/** A shop is known by its name alone, the part before `.myshoprenter.hu`. */
export const shoprenterDomains: Domains = {
  isDomain: (domain) => NAME.test(domain),
  worldNameOf: (domain) => domain,
}
