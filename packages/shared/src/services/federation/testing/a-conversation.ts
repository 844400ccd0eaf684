import { asc, eq } from 'drizzle-orm'
import type { NewComment } from '../../../contracts/federation.ts'
import type { Db } from '../../../db/index.ts'
import { type roleNames, roles } from '../../../db/models/account.ts'
import { apActivities } from '../../../db/models/federation.ts'
import { comments } from '../../../db/models/federation-comments.ts'
import { aPage, aPerson, testConfig } from '../../../testing/index.ts'
import { createServices } from '../../registry.ts'

/** Posts to talk below, people who do, and what is kept and told of it. */
export function aConversation(db: Db) {
  const { origins, cooperative, admins } = testConfig('blog')
  const { federation } = createServices({ origins, handle: cooperative.handle, admins })

  const aPost = () => aPage(db, { type: 'post' })
  const someone = async (role?: (typeof roleNames)[number]): Promise<string> => {
    const { id } = await aPerson(db)
    if (role) await db.insert(roles).values({ personId: id, role })
    return id
  }
  /** Somebody says something below a post of its own, unless told otherwise. */
  async function said(values: Partial<NewComment> = {}) {
    const post = values.post ?? (await aPost())
    const personId = values.personId ?? (await someone())
    const words = { text: 'Lovely loaf.', ...values, post, personId }
    return { ...(await federation.comment(db, words)), post, personId, words }
  }
  const rowOf = async (id: string) =>
    (await db.select().from(comments).where(eq(comments.id, id))).at(0)
  const toldOf = async (id: string) => {
    const rows = await db
      .select()
      .from(apActivities)
      .where(eq(apActivities.objectUri, `${origins.blog}/comments/${id}`))
      .orderBy(asc(apActivities.id))
    return rows.map(({ type, isPublic, activity }) => ({ type, isPublic, object: activity.object }))
  }

  return { federation, origins, aPost, someone, said, rowOf, toldOf }
}
