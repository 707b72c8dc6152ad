import { createPublicUrl } from '@shopmirror/config'

/** Topics that Shopify requires of every app and that only this file can subscribe to. https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */
const COMPLIANCE_TOPICS = ['customers/data_request', 'customers/redact', 'shop/redact']

export interface AppWebhooks {
  /** `PUBLIC_URL`: the api as reached from outside. */
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

/** A JSON string is a valid TOML string. */
function quote(text: string): string {
  return JSON.stringify(text)
}
