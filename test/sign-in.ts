import type { Env } from '@shopmirror/scripts/app-processes.ts'
import { makeOperatorLink } from '@shopmirror/scripts/make-operator-link.ts'
import { type BrowserContextOptions, request } from 'playwright-core'

/** What a browser context takes to be signed in from its start. */
export type SignedIn = Pick<BrowserContextOptions, 'storageState'>

/** Signs a new operator in, with a one-time link as `npm start` prints it. `env`: of the api. */
export async function signInOperator(env: Env, name = 'Anna Operator'): Promise<SignedIn> {
  const publicUrl = env.PUBLIC_URL ?? ''
  const link = await makeOperatorLink(env)
  const token = new URL(link ?? '').hash.slice(1)
  const browser = await request.newContext({ extraHTTPHeaders: { origin: new URL(publicUrl).origin } })
  try {
    const person = {
      email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
      name,
      password: 'a long password',
    }
    const answer = await browser.post(`${publicUrl}/api/v1/auth/operator-link`, { data: { token, ...person } })
    if (!answer.ok()) throw new Error(`The operator was not signed in: ${answer.status()} ${await answer.text()}`)
    return { storageState: await browser.storageState() }
  } finally {
    await browser.dispose()
  }
}
