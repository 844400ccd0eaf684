import type { EditorOptions, Snippet } from './editor.ts'

/**
 * What Koenig's cards ask for. Without keys of Unsplash and the like these are not offered.
 *
 * @param setSnippets is told of a snippet that was made or deleted.
 */
export function cardConfig(
  options: EditorOptions,
  snippets: Snippet[],
  setSnippets: (snippets: Snippet[]) => void,
): object {
  const { createSnippet, deleteSnippet } = options
  return {
    siteUrl: options.siteUrl,
    mayWriteHtml: options.mayWriteHtml,
    membersEnabled: false,
    stripeEnabled: false,
    visibilitySettings: 'none',
    fetchEmbed: (url: string, { type }: { type?: string }) =>
      options.fetchEmbed(url, type === 'bookmark' ? 'bookmark' : 'embed'),
    searchLinks: (term?: string) => options.searchLinks(term ?? ''),
    snippets,
    ...(createSnippet && {
      createSnippet: async (made: { name: string; value: string }) => {
        await createSnippet({ name: made.name, value: made.value })
        const others = snippets.filter(({ name }) => name !== made.name)
        setSnippets([...others, { id: made.name, ...made }])
      },
    }),
    ...(deleteSnippet && {
      deleteSnippet: async (gone: { name: string }) => {
        if (!(await deleteSnippet({ name: gone.name }))) return
        setSnippets(snippets.filter(({ name }) => name !== gone.name))
      },
    }),
  }
}
