import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export const course = 'load'
export const quiz = 'timed'

/** The items of the timed quiz: the response that earns the one point, and how a wrong one is made. */
export const items = Array.from({ length: 10 }, (_, index) => ({
  id: `q${index + 1}`,
  type: index % 2 ? 'choice' : 'numeric',
  right: index % 2 ? 'a' : '4.25',
}))
export type Item = (typeof items)[number]

const itemText = ({ id, type }: Item) => `  - id: ${id}
    type: ${type}
    objective: know
    lesson: first
    prompt: { en: What is right in ${id}? }
    explanation: { en: Because of ${id}. }
${
  type === 'choice'
    ? `    options: [{ id: a, text: { en: The minister } }, { id: b, text: { en: The clerk } }, { id: c, text: { en: Nobody } }]
    key: a`
    : `    unit: { en: '%' }
    key: 4.25
    tolerance: 0.05`
}
`

const filler = 'The team reads the draft once more and writes down what it will ask for. '.repeat(50).trim()

const files = {
  'glossary.yaml': `- id: mandate
  term: mandate
  definition: What the team may agree to.
  fr: mandat
  category: process
`,
  [`${course}/course.yaml`]: `order: 1
version: 2026-11-24
phase: prepare
portal: { stage: 3, step: Assemble a Negotiation Team }
sectors: [mining]
hours: 1
title: { en: A course for many }
summary: { en: A course with a timed quiz }
audience: { en: Everyone }
objectives:
  - { id: know, text: { en: Know a thing } }
modules:
  - id: only
    title: { en: The only module }
    activities: [{ lesson: first, minutes: 20 }, { quiz: ${quiz} }]
award: { lessons: all, quiz: ${quiz} }
`,
  [`${course}/quizzes/${quiz}.yaml`]: `title: { en: Timed quiz }
pass_mark_scaled: 0.7
time_limit_minutes: 20
items:
${items.map(itemText).join('')}`,
  [`${course}/en/first.md`]: `# First lesson

What this lesson is about.

## Why it matters

A [[mandate]] says what the team may agree to.

${filler}

::: example Sela Gold
The royalty of one year.
:::

::: mistake Signing first
Reading comes before signing.
:::

## Read more

- [A good book](https://example.org/book), publisher, 2020
`,
}

/** Writes the one course into a folder. */
export async function writeCourse(dir: string): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await writeFile(join(dir, path), content)
  }
}
