import { describePlatform } from '../conformance.ts'
import { openStage } from './stage.ts'

describePlatform('shopify', () => openStage())
