export { createShopTime, hrefs } from '../formats.ts'
export { idOf as ids } from '../ids.ts'
export { orderResource } from '../people.ts'
export { signedQuery } from '../sign.ts'
