import { AuthRevokedError, type MerchantSelectedInstall, PermanentError } from '@shopmirror/platforms'
import type { JobContext } from '../context.ts'
import { notEnabled } from '../require-platform.ts'

type Installation = NonNullable<Awaited<ReturnType<JobContext['db']['installations']['find']>>>
/** An installation whose shop is known. */
export type Identified = Installation & { domain: string }

const BEGIN_AGAIN = 'The authorization code was already used, or has expired. Start the install again.'

/**
 * Returns the installation with its shop. If only the token says which shop that is, the code is exchanged. The result
 * is stored and the code deleted in one statement. If the process dies between the exchange and the statement, the code
 * is spent, and the installation's error says that the merchant must start again. Not safe to run concurrently for one
 * installation.
 */
export async function identify(installation: Installation, context: JobContext): Promise<Identified> {
  const { id, domain, error } = installation
  if (domain !== null) return { ...installation, domain }
  if (error !== null) throw new PermanentError(error)
  const code = await context.db.installations.readCode(id)
  if (code === null) throw new PermanentError(`Installation ${id} has neither a shop nor an authorization code.`)

  const { platform } = installation
  const given = await exchange({ id, code, install: installOf(platform, context) }, context)
  if (!given) return reread(id, context)
  await context.db.installations.identify(id, given)
  context.log.info({ installation: id, platform, domain: given.domain }, 'installation.identified')
  return { ...installation, code: null, domain: given.domain }
}

function installOf(name: string, { platforms }: JobContext): MerchantSelectedInstall {
  const install = platforms.get(name)?.install
  if (install?.kind === 'merchant_selects_shop') return install
  throw new PermanentError(notEnabled(name))
}

interface Exchange {
  id: string
  code: string
  install: MerchantSelectedInstall
}

/** `null` when the code was refused: an earlier attempt of ours may have used it. */
async function exchange({ id, code, install }: Exchange, { log }: JobContext) {
  try {
    return await install.exchangeCode(code)
  } catch (error) {
    if (!(error instanceof AuthRevokedError)) throw error
    log.warn({ err: error, installation: id }, 'installation.code_refused')
    return null
  }
}

async function reread(id: string, { db }: JobContext): Promise<Identified> {
  const known = await db.installations.find(id)
  if (known && known.domain !== null) return { ...known, domain: known.domain }
  await db.installations.fail(id, BEGIN_AGAIN, 'state')
  await db.installations.dropCode(id)
  throw new AuthRevokedError(BEGIN_AGAIN)
}
