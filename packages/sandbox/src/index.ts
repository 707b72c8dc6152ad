export type { Hop, PageVisit } from './browser.ts'
export type { Actors, Expectation, Truth, TruthRow } from './expectation.ts'
export { expectationOf, expectations } from './expectations.ts'
export { type Fault, type FaultKind, faultKinds } from './faults.ts'
export type { Sandbox, SandboxOptions } from './sandbox.ts'
export { startSandbox } from './start-sandbox.ts'
export type { Stats } from './stats.ts'
export { hostsOf } from './tls/hosts.ts'
export type { TlsListener, TlsOptions } from './tls/listen-tls.ts'
export {
  type Category,
  type Customer,
  type Order,
  type OrderStatus,
  orderStatuses,
  type Product,
} from './world/model.ts'
export { type TruthResource, truthResources } from './world/truth.ts'
