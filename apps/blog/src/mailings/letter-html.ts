import { absoluteAddresses } from '../posts/absolute-addresses.ts'

/** So wide is the column of our mails, in pixels. */
const COLUMN = 502

/**
 * The text of a post as mail programs show it: pictures in one size that fits the column, a way to the
 * page for what only a page can play, toggles open, every address whole.
 *
 * @param html as it was cleaned when the post was saved.
 * @param post where the post is, and the origin of the blog.
 */
export function letterHtml(
  html: string,
  { origin, href }: { origin: string; href: string },
): string {
  const page = `<p><a href="${href}">See this on our page</a></p>`
  const plain = html
    .replaceAll(/<(script|style|noscript)\b[^>]*>.*?<\/\1\s*>/gis, '')
    .replaceAll(/<source\b[^>]*>/gi, '')
    .replaceAll(/<\/?picture\b[^>]*>/gi, '')
    .replaceAll(/<(iframe|audio|video|object)\b[^>]*>.*?<\/\1>/gis, page)
    .replaceAll(/<details\b[^>]*>/gi, '<div>')
    .replaceAll(/<\/details>/gi, '</div>')
    .replaceAll(/<summary\b[^>]*>(.*?)<\/summary>/gis, '<p><strong>$1</strong></p>')
    .replaceAll(/<img\b[^>]*>/gi, fitted)
  return absoluteAddresses(plain, origin)
}

/** Only what a mail program needs of an image: where it is, what it shows, how wide. */
function fitted(tag: string): string {
  const of = (name: string) => new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1]
  const width = Math.min(Number(of('width')) || COLUMN, COLUMN)
  const style = 'max-width:100%;height:auto;border-radius:8px'
  return `<img src="${of('src') ?? ''}" alt="${of('alt') ?? ''}" width="${width}" style="${style}">`
}
