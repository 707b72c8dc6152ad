import { parseArgs } from 'node:util'

const text = { type: 'string' } as const

/** Throws on what it does not know. */
export function readOptions(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ help: { type: 'boolean' }, tls: { type: 'boolean' } },
      ...{ shop: text, port: text, 'tls-port': text, 'proxy-port': text },
      ...{ products: text, customers: text, orders: text, seed: text },
      ...{ url: text, platform: text, topic: text, to: text },
    },
  })
  return { ...values, command: positionals[0] }
}

/** How large the world is, and from which seed it is made; what is left out has its default. */
export function sizesIn(values: ReturnType<typeof readOptions>): Record<string, number> {
  const { products, customers, orders, seed } = values
  const given = Object.entries({ products, customers, orders, seed }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [name, Number(value)]))
}

export const help = `npm run sandbox -- [options]            starts the shops, and runs until Ctrl-C

  --port N                            HTTP port. Default: 4010, or any free one
  --shop NAME                         name of the first shop; others appear when called. Default: minta-bolt
  --products N --customers N --orders N --seed N
                                      size of each shop, and the seed it is made from
  --tls                               also serves the platforms under their real host names, by TLS
  --tls-port N                        default: 8443, or any free one
  --proxy-port N                      of the HTTPS proxy that leads there. Default: 8444, or any free one

To a sandbox that runs in another terminal (--url ADDRESS if it is not at http://127.0.0.1:4010):

npm run sandbox -- token   --platform NAME --shop SHOP
npm run sandbox -- order   --platform NAME --shop SHOP
npm run sandbox -- webhook --platform NAME --shop SHOP --topic TOPIC --to http://127.0.0.1:3000/hooks

See docs/sandbox.md for clients of each platform.
`
