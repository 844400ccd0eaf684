export { type Assets, loadAssets } from './assets.ts'
export { createViews, type Views, type ViewsOptions } from './create-views.ts'
export { type SafeString, safe } from './escape.ts'
