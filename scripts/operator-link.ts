// npm run operator-link: prints a link with which a person becomes an operator, once. For the first sign-in, and when
// all operators have lost their access.
import { loadEnv } from './load-env.ts'
import { makeOperatorLink, OPERATOR_LINK_HOURS } from './make-operator-link.ts'
import { requireAddress, requireEnv } from './require-env.ts'

loadEnv()
requireAddress()
requireEnv('ENCRYPTION_KEYS')
requireEnv('PUBLIC_URL')
const link = await makeOperatorLink(process.env)
process.stdout.write(`${link}\n`)
process.stderr.write(
  `Open it in a browser within ${OPERATOR_LINK_HOURS} hours. It works once, and whoever opens it can see all accounts.\n`,
)
