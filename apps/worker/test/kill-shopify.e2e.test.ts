import { describeKills } from './support/kill/describe-kills.ts'
import { shopifyKill } from './support/kill/shopify.ts'

await describeKills(shopifyKill)
