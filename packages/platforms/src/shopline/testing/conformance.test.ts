import { describePlatform } from '../../conformance.ts'
import { chosenInstalls } from '../../conformance-installs.ts'
import { openStage } from './stage.ts'

describePlatform('shopline', () => openStage(), chosenInstalls)
