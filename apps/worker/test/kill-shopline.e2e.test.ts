import { describeKills } from './support/kill/describe-kills.ts'
import { shoplineKill } from './support/kill/shopline.ts'

await describeKills(shoplineKill)
