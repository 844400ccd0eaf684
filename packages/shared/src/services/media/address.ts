/** How much of a file's hash names its folder: 160 bits, so that nobody can make two that meet. */
export const folderLength = 40

/** The folder of the storage that has a file and its sizes. */
export const folderOf = ({ hash }: { hash: string }): string => hash.slice(0, folderLength)

/** Where the bytes of a key are served; `origin` is empty on pages of the blog itself. */
export const mediaPath = (key: string, origin = ''): string => `${origin}/media/files/${key}`

const ours = /\/media\/files\/([0-9a-f]{40})\/[a-z0-9-]+\.[a-z0-9]+(?:[?#].*)?$/

/** The folder that an address of a file leads to, whatever domain it was written on. */
export function folderIn(address: string): string | undefined {
  return ours.exec(address)?.[1]
}
