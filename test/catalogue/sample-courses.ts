import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** The files of a courses folder by their paths in it. */
export type Files = Record<string, string>

const glossary = `- id: mandate
  term: mandate
  definition: What the team may agree to.
  fr: mandat
  category: process
- id: royalty
  term: royalty
  definition: A payment on what leaves the mine.
  fr: redevance
  category: fiscal
`

const course = `order: 1
version: 2026-11-24
phase: prepare
portal: { stage: 3, step: Assemble a Negotiation Team }
sectors: [mining]
hours: 1.5
title: { en: Small course }
summary: { en: A course to try things out }
audience: { en: Everyone }
objectives:
  - { id: know, text: { en: Know a thing } }
modules:
  - id: only
    title: { en: The only module }
    activities:
      - { lesson: first, minutes: 20 }
      - { quiz: final }
award: { lessons: all, quiz: final }
`

const quiz = `title: { en: Final quiz }
pass_mark_scaled: 0.7
items:
  - id: new-money
    type: numeric
    objective: know
    lesson: first
    prompt: { en: How much is new? }
    unit: { en: USD million }
    key: 4.44
    tolerance: 0.14
    explanation: { en: 'Because 15 less 15 divided by 1.42.' }
  - id: who
    type: choice
    objective: know
    lesson: first
    prompt: { en: Who signs? }
    options:
      - { id: a, text: { en: The minister } }
      - { id: b, text: { en: The clerk } }
      - { id: c, text: { en: Nobody } }
    key: a
    explanation: { en: The law says so. }
  - id: which
    type: multiple-choice
    objective: know
    lesson: first
    points: 2
    prompt: { en: Which two? }
    options: [{ id: a, text: { en: One } }, { id: b, text: { en: Two } }, { id: c, text: { en: Three } }]
    key: [a, c]
    explanation: { en: These two. }
  - id: sort
    type: ordering
    objective: know
    lesson: first
    prompt: { en: In which order? }
    options: [{ id: a, text: { en: Sign } }, { id: b, text: { en: Read } }, { id: c, text: { en: Ask }} ]
    key: [c, b, a]
    explanation: { en: Reading comes before signing. }
`

const filler = 'The team reads the draft once more and writes down what it will ask for. '.repeat(48).trim()

const lesson = `# First lesson

What this lesson is about.

## Why it matters

A [[mandate]] says what the team may agree to. See [the example](#one-sum).

${filler}

## One sum

::: example Sela Gold
The royalty of one year.

::: sum
150,000 oz × 1,800 = 270.0 million
- 8% = 248.4 million
:::
:::

Table: Royalty, USD million

| Year | Royalty |
|---|--:|
| 2 | 9.0 |
| 4 | 13.5 |

::: mistake Signing first
Reading comes before signing.[^law]
:::

[^law]: The law of Kandra says so.

## Read more

- [A good book](https://example.org/book), publisher, 2020
`

export const goodFiles = (): Files => ({
  'glossary.yaml': glossary,
  'small/course.yaml': course,
  'small/quizzes/final.yaml': quiz,
  'small/en/first.md': lesson,
})

const preTest = `title: { en: Before you begin }
pass_mark_scaled: 0
bank: course
draw:
  know: 2
  sign: 1
form: pre
`

const postTest = `title: { en: Final quiz }
pass_mark_scaled: 0.7
time_limit_minutes: 20
at_deadline: void
attempts_allowed: 3
wait_minutes: 60
feedback: passed
marking: { second_marker: true }
shuffle_items: true
bank: course
draw:
  sign: 1
  know: 1
form: post
`

const bankItem = (id: string, objective: string) => `  - id: ${id}
    type: choice
    objective: ${objective}
    lesson: first
    prompt: { en: Who signs? }
    options: [{ id: a, text: { en: The minister } }, { id: b, text: { en: The clerk } }]
    key: a
    explanation: { en: The law says so. }
`
const bank = `items:
${bankItem('one', 'know')}${bankItem('two', 'sign')}${bankItem('three', 'know')}${bankItem('four', 'sign')}${bankItem('five', 'know')}`

/** A course whose pre-test and final quiz draw from one bank, the final quiz with every rule a quiz can have. */
export const pairFiles = (): Files => ({
  ...goodFiles(),
  'small/course.yaml': course
    .replace('{ quiz: final }\n', '{ quiz: before }\n      - { quiz: final }\n')
    .replace('modules:\n', '  - { id: sign, text: { en: Sign a thing } }\nmodules:\n'),
  'small/quizzes/before.yaml': preTest,
  'small/quizzes/final.yaml': postTest,
  'small/banks/course.yaml': bank,
})

const renewalQuiz = `title: { en: Renewal quiz, fr: Évaluation de renouvellement }
pass_mark_scaled: 0.5
items:
${bankItem('again', 'know')}${bankItem('once-more', 'know')}`

/** A course whose certificates hold for two years and are renewed by a quiz of two items. */
export const renewalFiles = (): Files => ({
  ...goodFiles(),
  'small/course.yaml': course
    .replace('hours: 1.5\n', 'hours: 1.5\nvalid_months: 24\n')
    .replace('all, quiz: final', 'all, quiz: final, renewal: again'),
  'small/quizzes/again.yaml': renewalQuiz,
})

/** The good files with one passage changed. */
export function changed(path: string, from: string, to: string, files = goodFiles()): Files {
  const before = files[path]
  if (!before?.includes(from)) throw new Error(`${path} has no "${from}"`)
  return { ...files, [path]: before.replace(from, () => to) }
}

/** Writes the files into a folder named `courses` and returns its path; it goes away with the test. */
export function writeCourses(files: Files): string {
  const parent = mkdtempSync(join(tmpdir(), 'courses-'))
  onTestFinished(() => rmSync(parent, { recursive: true }))
  const dir = join(parent, 'courses')
  mkdirSync(dir)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), content)
  }
  return dir
}
