const SUBSCRIPTION = `id topic format includeFields metafieldNamespaces filter createdAt updatedAt
      endpoint { __typename ... on WebhookHttpEndpoint { callbackUrl } }`
const ERRORS = 'userErrors { field message }'
const INPUT = '$webhookSubscription: WebhookSubscriptionInput!'

const createOne = (alias: string, uri: string) => `${alias}: webhookSubscriptionCreate(
    topic: SHOP_UPDATE, webhookSubscription: { uri: "${uri}" }) { webhookSubscription { id } ${ERRORS} }`

/** The questions of recordings that name them only; written after their answers. By the name of the recorder's file. */
const documents: Readonly<Record<string, string>> = {
  'webhookSubscriptionCreate-parity': `mutation Create($topic: WebhookSubscriptionTopic!, ${INPUT}) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) {
      webhookSubscription { ${SUBSCRIPTION} } ${ERRORS} } }`,
  'webhookSubscriptionUpdate-parity': `mutation Update($id: ID!, ${INPUT}) {
    webhookSubscriptionUpdate(id: $id, webhookSubscription: $webhookSubscription) {
      webhookSubscription { ${SUBSCRIPTION} } ${ERRORS} } }`,
  'webhookSubscriptionDelete-parity': `mutation Delete($id: ID!) {
    webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId ${ERRORS} } }`,
  'webhook-subscription-detail-read': `query Detail($id: ID!) { webhookSubscription(id: $id) { ${SUBSCRIPTION} } }`,
  'webhook-subscription-catalog-read': `query Catalog($first: Int!, $missingQuery: String!, $unknownId: ID!) {
    webhookSubscriptions(first: $first) {
      nodes { ${SUBSCRIPTION} }
      edges { cursor node { id } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
    webhookSubscriptionsCount { count precision }
    filteredCount: webhookSubscriptionsCount(query: $missingQuery) { count precision }
    unknown: webhookSubscription(id: $unknownId) { id } }`,
  'webhook-subscription-validation-branches': `mutation Branches(
    $unknownId: ID!, $unknownUpdateInput: WebhookSubscriptionInput!) {
    updateUnknown: webhookSubscriptionUpdate(id: $unknownId, webhookSubscription: $unknownUpdateInput) {
      webhookSubscription { id } ${ERRORS} }
    deleteUnknown: webhookSubscriptionDelete(id: $unknownId) { deletedWebhookSubscriptionId ${ERRORS} }
    createMissingUri: webhookSubscriptionCreate(topic: SHOP_UPDATE, webhookSubscription: { format: JSON }) {
      webhookSubscription { id } ${ERRORS} } }`,
  'webhook-subscription-missing-create-topic': `mutation MissingCreateWebhookTopic {
  webhookSubscriptionCreate(webhookSubscription: { uri: "https://example.com/hook" }) { ${ERRORS} }
}`,
  'webhook-subscription-null-update-input': `mutation NullUpdateWebhookInput {
  webhookSubscriptionUpdate(id: "gid://shopify/WebhookSubscription/1", webhookSubscription: null) { ${ERRORS} }
}`,
  'webhook-subscription-uri-validation': `mutation Uris(
    $baselineTopic: WebhookSubscriptionTopic!, $baselineWebhookSubscription: WebhookSubscriptionInput!) {
    ${createOne('createHttpUriRejected', 'http://example.com/hook')}
    ${createOne('createInternalDomainRejected', 'https://localhost/hook')}
    ${createOne('createShopifyDomainRejected', 'https://minta-bolt.myshopify.com/hook')}
    baselineCreate: webhookSubscriptionCreate(
      topic: $baselineTopic, webhookSubscription: $baselineWebhookSubscription) {
      webhookSubscription { id } ${ERRORS} } }`,
}

/** Of a recording's `documentPath`. */
export function documentAt(path: string): string {
  const name = /([^/]+)\.graphql$/.exec(path)?.[1] ?? path
  const text = documents[name]
  if (text === undefined) throw new Error(`No document stands for ${path}: write one in documents.ts.`)
  return text
}
