import type { FaceModule } from '../face.ts'
import { shopifyExpectation } from './expectation.ts'
import { isShopifyDomain, worldNameOf } from './shop-face.ts'

export const shopifyFace: FaceModule = {
  isDomain: isShopifyDomain,
  worldNameOf,
  expectation: shopifyExpectation,
}
