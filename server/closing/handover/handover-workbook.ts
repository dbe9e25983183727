import type { Readable } from 'node:stream'
import { type FileValue, workbookStream } from '../../platform/documents/workbook-stream.ts'
import { translator } from '../../platform/words/messages.ts'
import type { Handover, HandoverPerson } from './handover.ts'

const dayOrNothing = (day: string | null): FileValue => day && { day }

/** Three sheets: the people, the workshop days (where there are any), and what the cohort was. */
export function handoverWorkbook({ language, facts, sessions, people, confidential, as_of }: Handover): Readable {
  const t = translator(language)
  const columns: { heading: string; width: number; value: (person: HandoverPerson) => FileValue }[] = [
    { heading: t('handover.number'), width: 6, value: ({ number }) => number },
    { heading: t('cohort.person'), width: 28, value: ({ name }) => name },
    { heading: t('cohort.institution'), width: 28, value: ({ institution }) => institution },
    { heading: t('cohort.country'), width: 16, value: ({ country }) => country },
  ]
  if (sessions.length > 0) columns.push({ heading: t('handover.days'), width: 10, value: ({ days }) => days })
  columns.push({
    heading: t('handover.completed_on'),
    width: 14,
    value: ({ completed_on }) => dayOrNothing(completed_on),
  })
  if (!confidential) {
    columns.push({ heading: t('handover.score'), width: 10, value: ({ result }) => result?.raw ?? null })
    columns.push({ heading: t('handover.max'), width: 10, value: ({ result }) => result?.max ?? null })
  }
  columns.push({ heading: t('handover.code'), width: 24, value: ({ code }) => code })
  columns.push({ heading: t('handover.issued_on'), width: 14, value: ({ issued_on }) => dayOrNothing(issued_on) })

  const about: FileValue[][] = [
    ...facts.map(({ label, value }) => [label, value]),
    [t('handover.as_of_label'), { day: as_of }],
    ...(confidential ? [[t('handover.note'), t('handover.confidential')]] : []),
  ]
  return workbookStream([
    {
      name: t('cohort.people'),
      headings: columns.map(({ heading }) => heading),
      widths: columns.map(({ width }) => width),
      batches: inBatches(people, (person) => columns.map(({ value }) => value(person))),
    },
    ...(sessions.length > 0
      ? [
          {
            name: t('sessions.title'),
            headings: [t('handover.day'), t('session.held_on'), t('cohort.place'), t('handover.attended')],
            widths: [32, 14, 28, 12],
            batches: [
              sessions.map(({ title, held_on, place, attended }) => [title, { day: held_on }, place, attended]),
            ],
          },
        ]
      : []),
    {
      name: t('handover.about'),
      headings: [t('handover.what'), t('handover.value')],
      widths: [28, 60],
      batches: [about],
    },
  ])
}

function* inBatches(people: HandoverPerson[], rowOf: (person: HandoverPerson) => FileValue[]) {
  for (let from = 0; from < people.length; from += 100) yield people.slice(from, from + 100).map(rowOf)
}
