import { describePlatform } from '../../testing/conformance.ts'
import { merchantSelectedInstalls } from '../../testing/conformance-installs.ts'
import { openStage } from './stage.ts'

describePlatform('shopline', () => openStage(), merchantSelectedInstalls)
