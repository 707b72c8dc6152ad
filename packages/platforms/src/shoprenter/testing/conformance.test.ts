import { describePlatform } from '../../conformance.ts'
import { signedInstalls } from '../../conformance-installs.ts'
import { openStage } from './stage.ts'

describePlatform('shoprenter', () => openStage(), signedInstalls)
