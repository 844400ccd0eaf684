import { startBasket } from './basket.ts'
import { startChoices } from './choices.ts'
import { startChosenPrices } from './chosen-price.ts'
import { startClocks } from './clock.ts'
import { startMenus } from './menu.ts'
import { startSteppers } from './stepper.ts'
import { startSwaps } from './swaps.ts'
import { startThemeSwitch } from './theme.ts'

// Everything works without this file; each part makes one thing smoother.
startBasket()
startChoices()
startChosenPrices()
startClocks()
startMenus()
startSteppers()
startSwaps()
startThemeSwitch()
