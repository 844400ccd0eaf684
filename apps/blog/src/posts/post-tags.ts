/** The cache tags of everything that shows this post, lists included. */
export const postTags = (id: string): string[] => [`post:${id}`, 'posts']
