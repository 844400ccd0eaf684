import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { mailings, newsletters } from '@rose-ash/shared/db/models/blog-newsletters'
import { BadInput, NotFound, Refusal } from '@rose-ash/shared/errors'
import { addJob } from '@rose-ash/shared/jobs'
import { savedPost } from '../editing/content.ts'
import { checkEditsAll, type Editor } from '../editing/editor.ts'

export interface MailingRequest {
  editor: Editor
  postId: string
  newsletterId: string
}

/** Letters that are on their way cannot be called back. */
class HasGoneOut extends Refusal {
  constructor() {
    super('has_gone_out', 409, 'The first letters are on their way already.')
  }
}

/**
 * Has a post go out to everybody with a newsletter: now when it is published, as soon as it is when it
 * is scheduled. Asked twice, it goes out once.
 *
 * @throws {BadInput} for a draft, and for a page. @throws {NotFound} @throws {Forbidden} for authors.
 */
export async function askToMail(db: Db, request: MailingRequest): Promise<void> {
  const { editor, postId, newsletterId } = request
  checkEditsAll(editor)
  await db.transaction(async (tx) => {
    const { type, status } = await savedPost(tx, postId)
    if (type !== 'post') throw new BadInput('Only posts go out by mail, pages do not.')
    if (status !== 'published' && status !== 'scheduled')
      throw new BadInput('Publish it first, or say when it is to come out.')
    const [active] = await tx
      .select({ id: newsletters.id })
      .from(newsletters)
      .where(and(eq(newsletters.id, newsletterId), eq(newsletters.status, 'active')))
      .for('key share')
    if (!active) throw new NotFound('newsletter')
    await tx
      .insert(mailings)
      .values({ postId, newsletterId, personId: editor.personId })
      .onConflictDoNothing({ target: [mailings.postId, mailings.newsletterId] })
    await addJob(tx, { task: 'send-mailings', key: 'send-mailings', payload: {} })
  })
}

/** Takes that back while no letter is on its way. @throws {HasGoneOut} */
export async function callMailingOff(db: Db, request: MailingRequest): Promise<void> {
  const { editor, postId, newsletterId } = request
  checkEditsAll(editor)
  const it = and(eq(mailings.postId, postId), eq(mailings.newsletterId, newsletterId))
  await db.delete(mailings).where(and(it, isNull(mailings.begunAt)))
  if ((await db.$count(mailings, it)) > 0) throw new HasGoneOut()
}
