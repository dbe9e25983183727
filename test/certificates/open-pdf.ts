import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

type Piece = { text: string; x: number; end: number; y: number }
/** An element of the structure, with the text that stands in it. */
export type Element = { role: string; text: string; pieces: Piece[]; spoken?: string; lang?: string; inside: string[] }
/** `untagged`: text that is neither in an element nor marked as decoration. */
export type OpenPage = { width: number; height: number; elements: Element[]; untagged: string[] }

/** The file as a reader's program opens it: what is tagged, in the order of reading. */
export async function openPdf(file: Buffer): Promise<{ pages: OpenPage[] }> {
  const task = getDocument({ data: new Uint8Array(file), verbosity: 0, useSystemFonts: false })
  const document = await task.promise
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, index): Promise<OpenPage> => {
      const page = await document.getPage(index + 1)
      const { width, height } = page.getViewport({ scale: 1 })
      const contents = readContents((await page.getTextContent({ includeMarkedContent: true })).items)
      const tree = (await page.getStructTree()) as unknown as Node
      const untagged = (contents.get('') ?? []).map(({ text }) => text).filter((text) => text.trim() !== '')
      return { width, height, elements: readElements(tree, contents, []), untagged }
    }),
  )
  await task.destroy()
  return { pages }
}

/** The texts of the files inside the file, by their names. */
export async function attachmentsOf(file: Buffer): Promise<Map<string, string>> {
  const task = getDocument({ data: new Uint8Array(file), verbosity: 0 })
  const document = await task.promise
  const texts = new Map<string, string>()
  for (const [id, { filename }] of (await document.getAttachments()) ?? [])
    texts.set(filename, Buffer.from((await document.getAttachmentContent(id)) ?? []).toString())
  await task.destroy()
  return texts
}

type Item = { type?: string; tag?: string; id?: string; str?: string; transform?: number[]; width?: number }
type Node = { role?: string; type?: string; id?: string; alt?: string; lang?: string; children?: Node[] }

function readContents(items: readonly unknown[]): Map<string, Piece[]> {
  const contents = new Map<string, Piece[]>()
  const open: string[] = []
  for (const { type, tag, id = '', str = '', transform = [], width = 0 } of items as Item[]) {
    if (type === 'endMarkedContent') open.pop()
    else if (type) open.push(tag === 'Artifact' ? tag : id || (open.at(-1) ?? ''))
    else if (str) {
      const [, , , , x = 0, y = 0] = transform
      const key = open.at(-1) ?? ''
      contents.set(key, [...(contents.get(key) ?? []), { text: str, x, end: x + width, y }])
    }
  }
  return contents
}

function readElements(node: Node, contents: Map<string, Piece[]>, inside: string[]): Element[] {
  const { role = '', alt, lang, children = [] } = node
  const pieces = children.flatMap(({ type, id = '' }) => (type === 'content' ? (contents.get(id) ?? []) : []))
  const text = pieces.map((piece) => piece.text).join('')
  const below = children.flatMap((child) => readElements(child, contents, [...inside, role]))
  const own = { role, text, pieces, inside, ...(alt && { spoken: alt }), ...(lang && { lang }) }
  return role === '' || role === 'Root' ? below : [own, ...below]
}
