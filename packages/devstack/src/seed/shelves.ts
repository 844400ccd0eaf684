import { breadShelf } from './shelves/bread.ts'
import { fieldShop } from './shelves/field.ts'
import { potShelf } from './shelves/pots.ts'
import type { SeedMarket } from './seed-shelf.ts'

/** One market for each page, with what stands on its shelf. */
export const markets: SeedMarket[] = [breadShelf, fieldShop, potShelf]
