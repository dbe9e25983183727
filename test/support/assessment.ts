import { loadCourses } from '../../server/catalogue/load-courses.ts'
import { formatProblem } from '../../server/catalogue/problems.ts'
import { itemTypes } from '../../server/quizzes/item-types.ts'
import { goodFiles, writeCourses } from '../catalogue/sample-courses.ts'

/** A small course in which quizzes have every rule there is. Its quizzes: timed, strict, essay, long, before, final. */
export const assessed = 'assessed'

const course = `order: 1
version: 2026-11-24
phase: prepare
portal: { stage: 3, step: Assemble a Negotiation Team }
sectors: [mining]
hours: 2
title: { en: Assessed course, fr: Cours évalué }
summary: { en: A course with every kind of quiz }
audience: { en: Everyone }
objectives:
  - { id: know, text: { en: Know a thing } }
  - { id: count, text: { en: Count a thing } }
modules:
  - id: only
    title: { en: The only module }
    activities:
      - { quiz: before }
      - { lesson: first, minutes: 20 }
      - { quiz: timed }
      - { quiz: strict }
      - { quiz: essay }
      - { quiz: long, optional: true }
  - id: final
    title: { en: The end }
    activities: [{ quiz: final }]
award: { lessons: all, quiz: final }
`

const indent = (text: string) => text.replaceAll(/^(?=.)/gm, '    ').replace('    ', '  - ')

const numericItem = (id: string, key = 4.25, objective = 'count') =>
  indent(`id: ${id}
type: numeric
objective: ${objective}
lesson: first
prompt: { en: How much is ${id}? }
unit: { en: '%' }
key: ${key}
tolerance: 0.05
explanation: { en: Because of ${id}. }
`)

const choiceItem = (id: string, objective = 'know') =>
  indent(`id: ${id}
type: choice
objective: ${objective}
lesson: first
prompt: { en: Who signs ${id}? }
options:
  - { id: a, text: { en: The minister }, feedback: { en: The minister may. } }
  - { id: b, text: { en: The clerk }, feedback: { en: A clerk may not. } }
  - { id: c, text: { en: Nobody } }
key: a
hint: { en: Think of the mandate. }
explanation: { en: The law of ${id} says so. }
`)

const essayItem = indent(`id: page
type: extended-text
objective: know
lesson: first
points: 5
prompt: { en: Write the mandate on one page. }
words: 200
rubric:
  - id: limits
    title: { en: Limits }
    levels:
      - { points: 0, text: { en: No limit } }
      - { points: 1, text: { en: A limit without a figure } }
      - { points: 3, text: { en: A limit with a figure } }
  - id: words
    title: { en: Words }
    levels:
      - { points: 0, text: { en: Hard to read } }
      - { points: 2, text: { en: Plain } }
explanation: { en: A mandate names its limits. }
`)

const quiz = (title: string, rules: string, items: string[]) =>
  `title: { en: ${title} }\n${rules}items:\n${items.join('')}`
const ten = Array.from({ length: 10 }, (_, index) => (index % 2 ? choiceItem : numericItem)(`q${index + 1}`))
const twelve = Array.from({ length: 12 }, (_, index) => numericItem(`long-${index + 1}`, index + 1))
const bank = [1, 2, 3, 4].flatMap((n) => [choiceItem(`know-${n}`), numericItem(`count-${n}`, n)])
const drawn = (form: string) => `bank: course\nform: ${form}\ndraw: { know: 2, count: 2 }\n`

const passAt70 = 'pass_mark_scaled: 0.7\n'
/** The rules of the strict quiz: who does not hand in earns nothing. */
const strict =
  'time_limit_minutes: 10\nat_deadline: void\nattempts_allowed: 2\nwait_minutes: 60\nfeedback: passed\nshuffle_items: true\n'

export const assessedFiles = () => ({
  'glossary.yaml': goodFiles()['glossary.yaml'] ?? '',
  'assessed/en/first.md': goodFiles()['small/en/first.md'] ?? '',
  'assessed/course.yaml': course,
  'assessed/banks/course.yaml': `items:\n${bank.join('')}`,
  'assessed/quizzes/before.yaml': `title: { en: Before you begin }\npass_mark_scaled: 0\n${drawn('pre')}`,
  'assessed/quizzes/final.yaml': `title: { en: Final quiz }\n${passAt70}feedback: cohort-closed\n${drawn('post')}`,
  'assessed/quizzes/timed.yaml': quiz('Timed quiz', `${passAt70}time_limit_minutes: 20\n`, ten),
  'assessed/quizzes/long.yaml': quiz('Long quiz', passAt70, twelve),
  'assessed/quizzes/strict.yaml': quiz('Strict quiz', passAt70 + strict, [choiceItem('s1'), choiceItem('s2')]),
  'assessed/quizzes/essay.yaml': quiz('Mandate page', `${passAt70}marking: { second_marker: true }\n`, [
    choiceItem('e1'),
    essayItem,
  ]),
})

/** The catalogue of the assessed course alone, or with files changed. To be called within a test. */
export function assessedCourses(files: Record<string, string> = assessedFiles()) {
  const { catalogue, problems } = loadCourses(writeCourses(files), itemTypes)
  if (problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'))
  return catalogue
}
