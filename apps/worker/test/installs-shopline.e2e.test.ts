import { describeInstalls } from './support/installs/describe-installs.ts'
import { shoplineInstalls } from './support/installs/shopline.ts'

await describeInstalls(shoplineInstalls)
