import { describePlatform } from '../../testing/conformance.ts'
import { chosenInstalls } from '../../testing/conformance-installs.ts'
import { openStage } from './stage.ts'

describePlatform('shopline', () => openStage(), chosenInstalls)
