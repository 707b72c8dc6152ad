import { describeInstalls } from './support/installs/describe-installs.ts'
import { shoprenterInstalls } from './support/installs/shoprenter.ts'

await describeInstalls(shoprenterInstalls)
