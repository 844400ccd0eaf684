export { type Assets, loadAssets } from './assets.ts'
export { createViews, type Views, type ViewsOptions } from './create-views.ts'
export { escapeHtml, type SafeString, safe } from './escape.ts'
export { isDrawing, readDrawing } from './illustration.ts'
