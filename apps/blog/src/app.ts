import type { FastifyInstance } from 'fastify'
import { createApp } from '@rose-ash/shared/app'
import type { Config } from '@rose-ash/shared/config'
import { navTreeFragment } from './fragments/nav-tree.ts'
import { postCards } from './fragments/post-cards.ts'
import { binRoutes } from './deletion/bin-routes.ts'
import { commentDeskRoutes } from './comments/desk-routes.ts'
import { commentRoutes } from './comments/comment-routes.ts'
import { conversationRoutes } from './comments/routes.ts'
import { deletionRoutes } from './deletion/routes.ts'
import { deskRoutes } from './desk/routes.ts'
import { conflictRoutes } from './editing/conflict-routes.ts'
import { editorFiles } from './editing/editor-files.ts'
import { historyRoutes } from './editing/history-routes.ts'
import { editingRoutes, presenceRoutes } from './editing/routes.ts'
import { embedRoutes } from './embeds/routes.ts'
import { feedRoutes } from './feeds/routes.ts'
import { ghostFeatures } from './ghost/index.ts'
import { homeRoutes } from './home/routes.ts'
import { listingRoutes } from './listings/routes.ts'
import { mailingRoutes } from './mailings/routes.ts'
import { unsubscribeRoutes } from './mailings/unsubscribe-routes.ts'
import { mediaFeatures } from './media/index.ts'
import { navigationRoutes } from './navigation/routes.ts'
import { newsletterRoutes } from './newsletters/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { ghostAddresses } from './posts/ghost-addresses.ts'
import { postRoutes } from './posts/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { snippetRoutes } from './snippets/routes.ts'
import { socialCardRoutes } from './social/routes.ts'
import { topicChangeRoutes, topicRoutes } from './tags/desk-routes.ts'
import { topicGroupRoutes } from './tags/group-routes.ts'
import { tagRoutes } from './tags/routes.ts'
import { blogTasks, crontab } from './tasks.ts'
import { writerRoutes } from './writers/routes.ts'

/** The blog: stories, pages and the navigation of all apps. */
export function createBlog(config: Config): Promise<FastifyInstance> {
  return createApp(config, {
    views: new URL('views/', import.meta.url),
    tasks: blogTasks,
    crontab,
    features: [
      ...mediaFeatures,
      ...ghostFeatures,
      homeRoutes,
      feedRoutes,
      listingRoutes,
      tagRoutes,
      searchRoutes,
      deskRoutes,
      editorFiles,
      embedRoutes,
      snippetRoutes,
      editingRoutes,
      presenceRoutes,
      historyRoutes,
      conflictRoutes,
      deletionRoutes,
      binRoutes,
      navigationRoutes,
      peopleRoutes,
      topicRoutes,
      topicChangeRoutes,
      topicGroupRoutes,
      writerRoutes,
      newsletterRoutes,
      mailingRoutes,
      unsubscribeRoutes,
      socialCardRoutes,
      commentDeskRoutes,
      commentRoutes,
      conversationRoutes,
      ghostAddresses,
      postRoutes,
      navTreeFragment,
      postCards,
    ],
  })
}
