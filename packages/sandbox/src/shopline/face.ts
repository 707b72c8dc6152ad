import type { FaceModule } from '../face.ts'
import { shoplineExpectation } from './expectation.ts'
import { isMerchantId, worldNameOf } from './world-ids.ts'

export const shoplineFace: FaceModule = { isDomain: isMerchantId, worldNameOf, expectation: shoplineExpectation }
