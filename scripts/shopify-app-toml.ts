// npm run shopify-app-toml -- --url https://…: the webhook part of shopify.app.toml, for whoever subscribes app-wide.
import { parseArgs } from 'node:util'
import { loadConfig } from '@shopmirror/config'
import { renderAppToml, shopify, topicsFor } from '@shopmirror/platforms/shopify'
import { loadEnv } from './load-env.ts'

const usage = 'Usage: npm run shopify-app-toml -- --url https://… (where the api is reached from outside: PUBLIC_URL)\n'

loadEnv()
const publicUrl = readUrl()
const { SHOPIFY_API_VERSION: apiVersion, SHOPIFY_SCOPES: scopes } = loadConfig(shopify.settings, process.env)
process.stdout.write(renderAppToml({ publicUrl, apiVersion, topics: topicsFor(scopes) }))
process.stderr.write('Put it into shopify.app.toml and run `shopify app deploy`.\n')

function readUrl(): URL {
  try {
    const { values } = parseArgs({ options: { url: { type: 'string' } } })
    const url = new URL(values.url ?? process.env.PUBLIC_URL ?? '')
    if (url.protocol === 'https:') return url
    process.stderr.write('Shopify delivers to https:// only.\n')
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  }
  process.stderr.write(usage)
  process.exit(1)
}
