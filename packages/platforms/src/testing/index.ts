import { accessToken, apiClient, EITHER, ownClientFormat, signingSecret } from '../oauth/own-client.ts'

export { readOwnClient } from '../oauth/own-client.ts'

/** Own apps of test platforms: an API client, or a token with or without a secret. */
export const ownClients = ownClientFormat([apiClient(EITHER), accessToken(signingSecret.optional(), EITHER)])
export { createKeyedPlatform } from './keyed-platform.ts'
export { type KeyedShop, signKeyed, startKeyedShop } from './keyed-shop.ts'
export { namedGuide, plainGuide } from './test-guide.ts'
