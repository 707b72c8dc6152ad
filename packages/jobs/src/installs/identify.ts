import { AuthRevokedError, type Choice, PermanentError } from '@shopmirror/platforms'
import type { JobContext } from '../context.ts'

type Installation = NonNullable<Awaited<ReturnType<JobContext['db']['installations']['find']>>>
export type Identified = Installation & { domain: string }

const BEGIN_AGAIN =
  'The consent can be used once, and only for some minutes after it was given: this one cannot any more. Begin the install again.'

/**
 * The installation with the shop it leads to: where nothing but the token says which that is, its code is exchanged. What
 * that gives is stored in one statement with the end of the code; who dies between the exchange and the statement finds the
 * code spent, and the installation says to people that they have to begin again. One at a time for an installation.
 */
export async function identify(installation: Installation, context: JobContext): Promise<Identified> {
  const { id, domain, error } = installation
  if (domain !== null) return { ...installation, domain }
  if (error !== null) throw new PermanentError(error)
  const code = await context.db.installations.readCode(id)
  if (code === null) throw new PermanentError(`Installation ${id} names no shop and has no code to ask with.`)

  const { platform } = installation
  const given = await exchange({ id, code, choice: choiceOf(platform, context) }, context)
  if (!given) return reread(id, context)
  await context.db.installations.identify(id, given)
  context.log.info({ installation: id, platform, domain: given.domain }, 'installation.identified')
  return { ...installation, code: null, domain: given.domain }
}

function choiceOf(name: string, { platforms }: JobContext): Choice {
  const choice = platforms.get(name)?.choice
  if (choice) return choice
  throw new PermanentError(`This installation serves no platform ${name} whose merchants choose the shop.`)
}

interface Exchange {
  id: string
  code: string
  choice: Choice
}

/** `null` when the code was refused: the one that spent it may have been ours. */
async function exchange({ id, code, choice }: Exchange, { log }: JobContext) {
  try {
    return await choice.exchange(code)
  } catch (error) {
    if (!(error instanceof AuthRevokedError)) throw error
    log.warn({ err: error, installation: id }, 'installation.code_refused')
    return null
  }
}

async function reread(id: string, { db }: JobContext): Promise<Identified> {
  const known = await db.installations.find(id)
  if (known && known.domain !== null) return { ...known, domain: known.domain }
  await db.installations.fail(id, BEGIN_AGAIN)
  await db.installations.dropCode(id)
  throw new AuthRevokedError(BEGIN_AGAIN)
}
