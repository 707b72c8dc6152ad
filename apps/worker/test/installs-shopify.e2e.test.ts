import { describeInstalls } from './support/installs/describe-installs.ts'
import { shopifyInstalls } from './support/installs/shopify.ts'

await describeInstalls(shopifyInstalls)
