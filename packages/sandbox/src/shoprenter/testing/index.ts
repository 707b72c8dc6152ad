export { idOf as ids } from '../ids.ts'
export { orderWire } from '../people.ts'
export { signedQuery } from '../sign.ts'
export { createShopTime, hrefs } from '../wire.ts'
