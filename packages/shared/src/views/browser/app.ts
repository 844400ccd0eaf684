import { startBasket } from './basket.ts'
import { startClocks } from './clock.ts'
import { startMenus } from './menu.ts'
import { startThemeSwitch } from './theme.ts'

// Everything works without this file; each part makes one thing smoother.
startBasket()
startClocks()
startMenus()
startThemeSwitch()
