import { parse, stringify } from 'yaml'
import { itemTypes } from '../../server/quizzes/item-types.ts'
import { assessedFiles } from './assessment.ts'

/** One item of every type there is: the examples of the page for authors. Their ids are `item-1`, `item-2`, … */
export const everyItem: unknown[] = Object.values(itemTypes)
  .flatMap(({ manual }) => manual.match(/(?:^ {4}.*\n)+/gm) ?? [])
  .map((block, index) => ({
    id: `item-${index + 1}`,
    objective: 'know',
    lesson: 'first',
    prompt: { en: 'What is asked?', fr: 'Quelle est la question ?' },
    hint: { en: 'A hint.' },
    explanation: { en: 'Why it is so.' },
    ...parse(block),
  }))

/** The files of the assessed course with one more quiz, `every`, timed, of every type of item. */
export function everyTypeFiles(): Record<string, string> {
  const files = assessedFiles()
  const quiz = { title: { en: 'Every type' }, pass_mark_scaled: 0.7, time_limit_minutes: 30, items: everyItem }
  return {
    ...files,
    'assessed/course.yaml': files['assessed/course.yaml'].replace(
      '{ quiz: timed }',
      '{ quiz: timed }\n      - { quiz: every }',
    ),
    'assessed/quizzes/every.yaml': stringify(quiz),
  }
}
