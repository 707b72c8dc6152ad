import { expectations } from '@shopmirror/sandbox'

interface CommandOptions {
  /** Address of a sandbox that runs. */
  url: string
  platform?: string | undefined
  shop: string
  topic?: string | undefined
  to?: string | undefined
}

type Body = Record<string, unknown>

/** What can be done to a sandbox that runs in another terminal; each prints lines of `name=value`. */
const commands: Readonly<Record<string, (options: CommandOptions) => Promise<Body>>> = {
  token: (options) => control('token', options),
  async order(options) {
    const { id, createdAt } = await control('orders', options)
    return { number: id, createdAt: new Date(Number(createdAt)).toISOString() }
  },
  async webhook(options) {
    const { topic, to: address } = options
    if (!topic || !address) throw new Error('webhook needs --topic and --to, the address of your app.')
    await control('hooks', options, { topic, address })
    return { topic, address }
  },
}

async function control(action: string, { url, platform, shop }: CommandOptions, body: Body = {}): Promise<Body> {
  const known = expectations.map(({ platform: name }) => name)
  const chosen = expectations.find(({ platform: name }) => name === platform)
  if (!chosen) throw new Error(`--platform is one of ${known.join(', ')}.`)
  const domain = chosen.domainOf(shop)
  const answer = await fetch(`${url}/control/shops/${domain}/${action}`, {
    method: 'POST',
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw new Error(`No sandbox answers at ${url}. Start one with npm run sandbox, or name it with --url.`, {
      cause: error,
    })
  })
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}: ${await answer.text()}`)
  return { shop: domain, ...((await answer.json()) as Body) }
}

/** The exit code. */
export async function runCommand(name: string, options: CommandOptions): Promise<number> {
  const command = commands[name]
  try {
    if (!command) throw new Error(`Unknown command ${name}. There are: ${Object.keys(commands).join(', ')}.`)
    for (const [key, value] of Object.entries(await command(options))) process.stdout.write(`${key}=${value}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    return 1
  }
}
