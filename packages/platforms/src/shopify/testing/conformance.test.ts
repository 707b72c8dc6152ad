import { describePlatform } from '../../testing/conformance.ts'
import { signedInstalls } from '../../testing/conformance-installs.ts'
import { openStage } from './stage.ts'

describePlatform('shopify', () => openStage(), signedInstalls)
