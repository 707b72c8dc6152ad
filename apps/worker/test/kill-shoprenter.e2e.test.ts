import { describeKills } from './support/kill/describe-kills.ts'
import { shoprenterKill } from './support/kill/shoprenter.ts'

await describeKills(shoprenterKill)
