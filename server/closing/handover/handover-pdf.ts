import { missingGlyphs } from '../../platform/documents/fonts.ts'
import { drawParagraph, layOut, type Span, type Style, spokenAs } from '../../platform/documents/paragraph.ts'
import * as paper from '../../platform/documents/pdf.ts'
import { colours, mm } from '../../platform/documents/pdf.ts'
import { drawTable, type Flow, type TableColumn } from '../../platform/documents/table-pages.ts'
import { formatDate } from '../../platform/words/dates.ts'
import { translator } from '../../platform/words/messages.ts'
import { formatNumber } from '../../platform/words/numbers.ts'
import type { Handover, HandoverPerson } from './handover.ts'

const left = mm(18)
const width = mm(210 - 36)
const top = mm(18)
const bottom = mm(297 - 20)

type Column = TableColumn & { value: (person: HandoverPerson) => string }

/** The same on paper: A4 upright, tagged, with page numbers and the table's head on every page. */
export async function handoverPdf(handover: Handover, issuer: string): Promise<Buffer> {
  const { language, title, facts, sessions, people, confidential, as_of } = handover
  const t = translator(language)
  const date = (day: string | null) => (day ? formatDate(day, language) : '')
  // What no font of ours can print is told, not drawn as boxes: the workbook has it under the same number.
  const printable = (text: string) => (missingGlyphs(text, 'sans').length > 0 ? t('handover.not_printable') : text)
  const pdf = paper.createPdf({
    title: printable(title),
    author: printable(issuer),
    subject: printable(handover.cohort),
    language,
    created: new Date(`${as_of}T00:00:00Z`),
    layout: 'portrait',
    keepPages: true,
  })
  const document = pdf.struct('Document')
  pdf.addStructure(document)
  const flow: Flow = {
    left,
    y: top,
    bottom,
    next() {
      pdf.addPage()
      flow.y = top
    },
  }
  const write = (tag: string, span: Span, style: Partial<Style>, after: number) => {
    const paragraph = layOut(pdf, [span], { size: 9.5, leading: 1.4, colour: colours.ink, ...style }, width)
    if (flow.y + paragraph.height > bottom) flow.next()
    const { y } = flow
    document.add(pdf.struct(tag, spokenAs(paragraph), [() => drawParagraph(pdf, paragraph, left, y)]))
    flow.y += paragraph.height + mm(after)
  }

  paper.drawArtifact(pdf, () => paper.drawMark(pdf, left, top, 14))
  flow.y += mm(9)
  write('H1', { text: printable(title), face: 'serif-bold' }, { size: 19, leading: 1.2, balanced: true }, 2)
  write('P', { text: t('handover.as_of', { date: date(as_of) }), face: 'sans' }, { colour: colours.soft }, 4)
  writeFacts()
  flow.y += mm(4)
  if (confidential) write('P', { text: t('handover.confidential'), face: 'sans' }, {}, 4)

  if (sessions.length > 0) {
    heading(t('sessions.title'))
    const columns = [
      { heading: t('handover.day'), width: mm(66) },
      { heading: t('session.held_on'), width: mm(36) },
      { heading: t('cohort.place'), width: mm(50) },
      { heading: t('handover.attended'), width: mm(22), align: 'end' as const },
    ]
    const rows = sessions.map((one) => [
      printable(one.title),
      date(one.held_on),
      printable(one.place),
      formatNumber(one.attended, language),
    ])
    await drawTable(pdf, document, flow, columns, rows)
    flow.y += mm(4)
  }

  heading(t('cohort.people'))
  const number = (value: number) => formatNumber(value, language)
  const columns: Column[] = [
    { heading: t('handover.number'), width: mm(9), value: (person) => number(person.number) },
    { heading: t('cohort.person'), width: 0, value: ({ name }) => printable(name) },
    { heading: t('cohort.institution'), width: 0, value: ({ institution }) => printable(institution) },
    { heading: t('cohort.country'), width: mm(22), value: ({ country }) => printable(country) },
    { heading: t('handover.completed_on'), width: mm(24), value: ({ completed_on }) => date(completed_on) },
    { heading: t('handover.code'), width: mm(38), value: certificateOf },
  ]
  if (!confidential)
    columns.splice(5, 0, {
      heading: t('handover.result'),
      width: mm(17),
      value: ({ result }) => (result ? t('review.of', { raw: number(result.raw), max: number(result.max) }) : ''),
    })
  if (sessions.length > 0)
    columns.splice(4, 0, {
      heading: t('handover.days'),
      width: mm(13),
      align: 'end',
      value: ({ days }) => number(days),
    })
  const rest = width - columns.reduce((sum, column) => sum + column.width, 0)
  const set = columns.map((column) => (column.width === 0 ? { ...column, width: rest / 2 } : column))
  const rows = people.map((person) => set.map(({ value }) => value(person)))
  if (rows.length > 0) await drawTable(pdf, document, flow, set, rows)
  else write('P', { text: t('closing.nobody'), face: 'sans' }, {}, 0)

  document.end()
  numberPages()
  return paper.finishPdf(pdf)

  function writeFacts() {
    const list = pdf.struct('L')
    document.add(list)
    const style = { size: 9.5, leading: 1.4, colour: colours.ink }
    for (const fact of facts) {
      const label = layOut(pdf, [{ text: fact.label, face: 'sans' }], { ...style, colour: colours.soft }, mm(40))
      const value = layOut(pdf, [{ text: printable(fact.value), face: 'sans' }], style, width - mm(44))
      const height = Math.max(label.height, value.height)
      if (flow.y + height > bottom) flow.next()
      const item = pdf.struct('LI')
      list.add(item)
      item.add(pdf.struct('Lbl', {}, [() => drawParagraph(pdf, label, left, flow.y)]))
      item.add(pdf.struct('LBody', spokenAs(value), [() => drawParagraph(pdf, value, left + mm(44), flow.y)]))
      item.end()
      flow.y += height + mm(1)
    }
    list.end()
  }
  function heading(text: string) {
    if (flow.y + mm(30) > bottom) flow.next() // a heading does not stand alone at the foot of a page
    write('H2', { text, face: 'serif-bold' }, { size: 13, leading: 1.3 }, 1.5)
  }
  function certificateOf({ code, issued_on }: HandoverPerson): string {
    return code ? `${code} ${date(issued_on)}` : ''
  }
  function numberPages() {
    const { count } = pdf.bufferedPageRange()
    for (let page = 0; page < count; page += 1) {
      pdf.switchToPage(page)
      const text = t('handover.page', { page: page + 1, pages: count })
      const style = { size: 8.5, leading: 1.3, colour: colours.soft }
      const foot = layOut(pdf, [{ text, face: 'sans' }], style, width)
      paper.drawArtifact(pdf, () => drawParagraph(pdf, foot, left + width - foot.width, mm(297 - 13)))
    }
  }
}
