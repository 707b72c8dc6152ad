import type { Domains } from '../face.ts'
import { isMerchantId, worldNameOf } from './world-ids.ts'

export const shoplineDomains: Domains = { isDomain: isMerchantId, worldNameOf }
