import { asDict, isDict, isRef, type PdfDict, type PdfObject } from './pdf-objects.ts'

type Resolve = (value: PdfObject | undefined) => PdfObject
/** An element of the structure: where it hangs, and what it holds of a page's content and of its annotations. */
export type Element = {
  id: number
  role: string
  parent: string
  dict: PdfDict
  kids: string[]
  contents: { page: number; mcid: number }[]
  objects: { page: number; object: number }[]
}

const standard = 'Document Part Art Sect Div P H1 H2 H3 H4 H5 H6 L LI Lbl LBody Span Link Figure Form Annot'.split(' ')
/** Who may hold whom; an element that is not named here may hold any. */
const holds: Record<string, string[]> = { L: ['LI'], LI: ['Lbl', 'LBody'] }
const heldBy: Record<string, string> = { LI: 'L', LBody: 'LI' }

/** The elements in the order of reading. */
export function readTree(root: PdfDict, rootId: number, resolve: Resolve): { elements: Element[]; faults: string[] } {
  const elements: Element[] = []
  const faults: string[] = []
  const kidsOf = (dict: PdfDict): PdfObject[] => [resolve(dict.get('K'))].flat()
  const visit = (ref: PdfObject, parent: string, parentId: number) => {
    if (!isRef(ref)) return void faults.push('an element stands in another instead of being named')
    const dict = asDict(resolve(ref))
    const role = String(dict.get('S')).slice(1)
    const element: Element = { id: ref.ref, role, parent, dict, kids: [], contents: [], objects: [] }
    elements.push(element)
    const up = dict.get('P')
    if (!isRef(up) || up.ref !== parentId) faults.push(`a ${role} does not name its parent`)
    const own = dict.get('Pg')
    for (const kid of kidsOf(dict)) {
      const inside = isRef(kid) ? resolve(kid) : kid
      const { page, type } = isDict(inside)
        ? { page: inside.get('Pg') ?? own, type: inside.get('Type') }
        : { page: own, type: null }
      const number = isRef(page) ? page.ref : -1
      if (typeof inside === 'number') element.contents.push({ page: number, mcid: inside })
      else if (isDict(inside) && type === '/MCR')
        element.contents.push({ page: number, mcid: Number(inside.get('MCID')) })
      else if (isDict(inside) && type === '/OBJR') {
        const object = inside.get('Obj')
        element.objects.push({ page: number, object: isRef(object) ? object.ref : -1 })
      } else if (isDict(inside)) {
        element.kids.push(String(inside.get('S')).slice(1))
        visit(kid, role, ref.ref)
      }
    }
  }
  for (const kid of kidsOf(root)) visit(kid, '', rootId)
  return { elements, faults }
}

/** What PDF/UA-1 (7.2 to 7.7) says of the tree itself. */
export function faultsOfTree(elements: Element[]): string[] {
  const faults: string[] = []
  const must = (holds: boolean, rule: string) => holds || faults.push(rule)
  const roots = elements.filter(({ parent }) => parent === '')
  must(roots.length === 1 && roots[0]?.role === 'Document', 'one Document holds everything')
  let level = 0
  for (const { role, parent, kids, dict, contents, objects } of elements) {
    must(standard.includes(role), `${role} is no standard element`)
    must(
      kids.every((kid) => holds[role]?.includes(kid) ?? true),
      `a ${role} holds ${kids.join(', ')}`,
    )
    must((heldBy[role] ?? parent) === parent, `a ${role} in a ${parent}`)
    must(kids.length + contents.length + objects.length > 0, `a ${role} is empty`)
    const lang = dict.get('Lang')
    must(lang === undefined || /^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$/.test(String(lang)), `${lang} is no language`)
    if (/^H[1-6]$/.test(role)) {
      must(Number(role[1]) <= level + 1, `a heading H${level} is followed by ${role}`)
      level = Number(role[1])
    }
    if (role === 'Figure') {
      const attributes = dict.get('A')
      const box = isDict(attributes) ? attributes.get('BBox') : null
      must(String(dict.get('Alt') ?? '') !== '', 'a Figure has an alternative text')
      must(Array.isArray(box) && box.length === 4, 'a Figure says where it is')
    }
    if (role === 'Link') must(objects.length === 1 && contents.length > 0, 'a Link holds its words and its annotation')
  }
  return faults
}
