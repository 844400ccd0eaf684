import { type Emitter, emitActivity } from '../../activitypub/index.ts'
import type { AccountService } from '../../contracts/account.ts'
import type { BlogService } from '../../contracts/blog.ts'
import type { FederationService } from '../../contracts/federation.ts'
import { commentPlace } from './comment-place.ts'
import { editComment } from './edit-comment.ts'
import { newestComments } from './newest-comments.ts'
import { removeComment, returnComment } from './remove-comment.ts'
import { sayComment } from './say-comment.ts'

interface Needs extends Emitter {
  account: Pick<AccountService, 'publicName' | 'holds'>
  blog: Pick<BlogService, 'writersOf'>
}

/** Federation's verbs, with what they need of other domains. */
export function federationService(needs: Needs): FederationService {
  return {
    publish: (db, draft) => emitActivity(db, needs, draft),
    comment: (db, comment) => sayComment(db, needs, comment),
    commentPlace,
    editComment: (db, edit) => editComment(db, needs, edit),
    removeComment: (db, removal) => removeComment(db, needs, removal),
    returnComment: (db, removal) => returnComment(db, needs, removal),
    newestComments: (db, asked) => newestComments(db, needs, asked),
  }
}
