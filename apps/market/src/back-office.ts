import { mediaStorage } from '@rose-ash/shared/services/media/storage-plugin'
import { deskFeatures } from './desk/index.ts'
import { exchangeRoutes, importRoutes } from './exchange/routes.ts'
import { formsShownAgain } from './forms/show-again.ts'
import { supplierFeatures } from './suppliers/index.ts'
import { windowRoutes, windowsPageRoutes } from './windows/routes.ts'
import { pickupPointRoutes, scheduleRoutes } from './windows/schedule-routes.ts'

/** What those who run a market see of it. */
export const backOfficeFeatures = [
  formsShownAgain,
  mediaStorage,
  ...deskFeatures,
  ...supplierFeatures,
  windowsPageRoutes,
  windowRoutes,
  scheduleRoutes,
  pickupPointRoutes,
  exchangeRoutes,
  importRoutes,
]
