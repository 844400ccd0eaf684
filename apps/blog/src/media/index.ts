import { mediaDetailsRoutes } from './details-routes.ts'
import { mediaFileRoutes } from './file-routes.ts'
import { mediaLibraryRoutes } from './library-routes.ts'
import { mediaStorage } from '@rose-ash/shared/services/media/storage-plugin'

export { mediaTasks } from './remove-files.ts'

/** The media library, in the order its parts need each other. */
export const mediaFeatures = [mediaStorage, mediaFileRoutes, mediaLibraryRoutes, mediaDetailsRoutes]
