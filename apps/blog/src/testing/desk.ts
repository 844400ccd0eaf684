import { roles } from '@rose-ash/shared/db/models/account'
import type { Role } from '@rose-ash/shared/contracts/account'
import type { Db } from '@rose-ash/shared/db'
import { createServices } from '@rose-ash/shared/services/registry'
import { aPerson, testConfig } from '@rose-ash/shared/testing'
import { savedPost } from '../editing/content.ts'
import { type Editor, editorOf } from '../editing/editor.ts'
import { createPost, type PostSave, savePost } from '../editing/save-post.ts'
import { aDocument, aParagraph } from './documents.ts'

/** Noon of a day, at which everything is saved. */
export const noon = new Date('2026-11-22T12:00:00Z')

/** A desk to write at: people with roles, and drafts that can be saved. */
export function aDesk(db: Db) {
  const { origins, cooperative, admins } = testConfig('blog')
  const services = createServices({ origins, handle: cooperative.handle, admins })

  async function anEditor(role: Role = 'editor'): Promise<Editor> {
    const { id: personId } = await aPerson(db)
    await db.insert(roles).values({ personId, role })
    return editorOf(db, services, personId)
  }

  async function aDraft(editor: Editor) {
    const { id } = await createPost(db, services, { editor, type: 'post', title: 'Rye & salt' })
    const { content, version } = await savedPost(db, id)
    const save = ({ words, ...more }: Partial<PostSave> & { words?: string }) => {
      const lexical = words === undefined ? content.lexical : aDocument(aParagraph(words))
      return savePost(
        db,
        services,
        {
          editor,
          postId: id,
          baseVersion: version,
          ...more,
          content: { ...content, lexical, ...more.content },
        },
        noon,
      )
    }
    return { id, content, version, save }
  }

  return { services, origins, anEditor, aDraft }
}
