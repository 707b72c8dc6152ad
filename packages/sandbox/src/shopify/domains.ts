import type { Domains } from '../platform-emulator.ts'

export const SUFFIX = '.myshopify.com'

export const shopifyDomains: Domains = {
  isDomain: (domain) => domain.endsWith(SUFFIX),
  worldNameOf: (domain) => domain.slice(0, -SUFFIX.length),
}
