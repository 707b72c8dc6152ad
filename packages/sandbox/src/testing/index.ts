export { createClock } from '../clock.ts'
export { createFaults, type Faults } from '../faults.ts'
export { createShop, type WorldShop } from '../world/shop.ts'
export { truthOf } from '../world/truth.ts'
