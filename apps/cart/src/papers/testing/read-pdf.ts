import { getDocumentProxy } from 'unpdf'

interface ReadPdf {
  title: string
  language: string
  isTagged: boolean
  pages: ReadPage[]
}

interface ReadPage {
  /** What is written, from left to right and from the top to the bottom; lines as they stand. */
  lines: string[]
  /** What a reading program reads, by what it takes it for. */
  read: { tag: string; text: string }[]
}

/** Reads a PDF back, as somebody sees it and as a reading program does. */
export async function readPdf(pdf: Uint8Array): Promise<ReadPdf> {
  const document = await getDocumentProxy(new Uint8Array(pdf))
  const { info } = await document.getMetadata()
  const marks = await document.getMarkInfo()
  const pages: ReadPage[] = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number)
    const { items, lang } = await page.getTextContent({ includeMarkedContent: true })
    void lang
    pages.push({ lines: linesOf(items), read: [...readTree(await page.getStructTree(), items)] })
  }
  const facts = info as { Title: string; Language: string }
  return {
    title: facts.Title,
    language: facts.Language,
    isTagged: marks?.Marked === true,
    pages,
  }
}

type Items = Awaited<
  ReturnType<
    Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>['getTextContent']
  >
>['items']

function linesOf(items: Items): string[] {
  const lines = new Map<number, { x: number; text: string }[]>()
  for (const item of items) {
    if (!('str' in item) || item.str === '') continue
    const [x, y] = [Number(item.transform[4]), Math.round(Number(item.transform[5]))]
    lines.set(y, [...(lines.get(y) ?? []), { x, text: item.str }])
  }
  return [...lines]
    .toSorted(([a], [b]) => b - a)
    .map(([, parts]) =>
      parts
        .toSorted((a, b) => a.x - b.x)
        .map(({ text }) => text)
        .join(' '),
    )
}

interface Node {
  role?: string
  id?: string
  children?: Node[]
}

function* readTree(node: Node | null, items: Items): Generator<{ tag: string; text: string }> {
  for (const child of node?.children ?? []) {
    const ids = (child.children ?? []).flatMap(({ id }) => id ?? [])
    if (ids.length > 0) yield { tag: child.role ?? '', text: textOf(items, new Set(ids)) }
    yield* readTree(child, items)
  }
}

/** The text in parts of marked content. */
function textOf(items: Items, ids: Set<string>): string {
  const open: (string | undefined)[] = []
  let text = ''
  for (const item of items) {
    if (!('str' in item)) {
      if (item.type === 'endMarkedContent') open.pop()
      else open.push('id' in item ? (item.id ?? undefined) : undefined)
    } else if (open.some((id) => id && ids.has(id))) text += item.str
  }
  return text
}
