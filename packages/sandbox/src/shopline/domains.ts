import type { Domains } from '../platform-emulator.ts'
import { isMerchantId, worldNameOf } from './world-ids.ts'

export const shoplineDomains: Domains = { isDomain: isMerchantId, worldNameOf }
