// npm run shopify-app-toml -- --url https://…: prints the webhook section of shopify.app.toml, for app-wide subscriptions.
import { parseArgs } from 'node:util'
import { loadConfig } from '@shopmirror/config'
import { renderAppToml, shopify, topicsFor } from '@shopmirror/platforms/shopify'
import { loadEnv } from './load-env.ts'

const usage = 'Usage: npm run shopify-app-toml -- --url https://… (PUBLIC_URL, the public address of the api)\n'

loadEnv()
const publicUrl = readUrl()
const { SHOPIFY_API_VERSION: apiVersion, SHOPIFY_SCOPES: scopes } = loadConfig(shopify.settings, process.env)
process.stdout.write(renderAppToml({ publicUrl, apiVersion, topics: topicsFor(scopes) }))
process.stderr.write('Add it to shopify.app.toml and run `shopify app deploy`.\n')

function readUrl(): URL {
  try {
    const { values } = parseArgs({ options: { url: { type: 'string' } } })
    const url = new URL(values.url ?? process.env.PUBLIC_URL ?? '')
    if (url.protocol === 'https:') return url
    process.stderr.write('The address must begin with https://, because Shopify delivers only to https.\n')
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  }
  process.stderr.write(usage)
  process.exit(1)
}
