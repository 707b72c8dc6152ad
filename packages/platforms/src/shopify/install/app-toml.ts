import { createPublicUrl } from '@shopmirror/config'

/** Sent to every app, and subscribed to only here. https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */
const COMPLIANCE_TOPICS = ['customers/data_request', 'customers/redact', 'shop/redact']

export interface AppWebhooks {
  /** Where the api is reached from outside: `PUBLIC_URL`. */
  publicUrl: URL
  apiVersion: string
  topics: readonly string[]
}

/** The webhook part of `shopify.app.toml`: https://shopify.dev/docs/apps/build/cli-for-apps/app-configuration */
export function renderAppToml({ publicUrl, apiVersion, topics }: AppWebhooks): string {
  const address = quote(createPublicUrl(publicUrl.href).at('/webhooks/shopify'))
  return [
    '[webhooks]',
    `api_version = ${quote(apiVersion)}`,
    '',
    '[[webhooks.subscriptions]]',
    `topics = ${listOf(topics)}`,
    `uri = ${address}`,
    '',
    '[[webhooks.subscriptions]]',
    `compliance_topics = ${listOf(COMPLIANCE_TOPICS)}`,
    `uri = ${address}`,
    '',
  ].join('\n')
}

function listOf(topics: readonly string[]): string {
  return `[\n${topics.map((topic) => `  ${quote(topic)},\n`).join('')}]`
}

/** JSON's way of writing a text is one of TOML's. */
function quote(text: string): string {
  return JSON.stringify(text)
}
