export { orderWire } from '../people.ts'
export { createShopTime, hrefs } from '../wire.ts'
