import { describeWrites } from '../../testing/conformance-writes.ts'
import { openWriteStage } from './write-stage.ts'

describeWrites('shopify', openWriteStage)
