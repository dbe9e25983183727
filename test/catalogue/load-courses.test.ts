import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { describeCatalogue } from '../../server/catalogue/catalogue.ts'
import { findQuiz, itemCount, lessonIn, type Quiz, textIn } from '../../server/catalogue/course.ts'
import { loadCourses } from '../../server/catalogue/load-courses.ts'
import { NotFound } from '../../server/platform/web/errors.ts'
import { itemTypes } from '../../server/quizzes/item-types.ts'
import { changed, type Files, goodFiles, pairFiles, renewalFiles, writeCourses } from './sample-courses.ts'

const load = (files: Files) => loadCourses(writeCourses(files), itemTypes).catalogue
const french = (goodFiles()['small/en/first.md'] ?? '').replace('## Read more', '## Pour en savoir plus')

function quizIn(files: Files, slug: string): Quiz {
  const quiz = load(files)
    .get('small')
    .activities.find((activity) => activity.slug === slug)
  if (quiz?.kind !== 'quiz') throw new Error(`no quiz "${slug}"`)
  return quiz
}

/** A copy of the good course with its own slug, order and phase. */
const another = (slug: string, order: number, phase: string): Files => {
  const course = (goodFiles()['small/course.yaml'] ?? '').replace('order: 1', `order: ${order}`)
  const files = { ...goodFiles(), 'small/course.yaml': course.replace('phase: prepare', `phase: ${phase}`) }
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace('small/', `${slug}/`), text]))
}

test('a lesson has a title in a language that it cannot be read in, until it can', () => {
  const files = changed('small/course.yaml', 'minutes: 20 }', 'minutes: 20, titles: { fr: Première } }')
  const lesson = load(files).get('small').activities[0]
  expect(lesson).toMatchObject({ kind: 'lesson', minutes: 20, titles: { fr: 'Première' } })
  expect(load(files).get('small').languages).toEqual(['en'])
  const { problems } = loadCourses(writeCourses({ ...files, 'small/fr/first.md': french }), itemTypes)
  expect(problems.map(({ line, message }) => [line, message])).toEqual([
    [16, 'the lesson "first" can be read in fr: its title stands in small/fr/first.md'],
  ])
})

test('a course holds its activities in order, each with its module', () => {
  const course = load(goodFiles()).get('small')
  expect(course.activities.map(({ kind, slug, module }) => [kind, slug, module])).toEqual([
    ['lesson', 'first', 'only'],
    ['quiz', 'final', 'only'],
  ])
  expect(course.modules[0]?.activities).toEqual(course.activities)
  expect(course.award).toEqual({ lessons: 'all', quiz: 'final' })
  expect(course.languages).toEqual(['en'])
})

test('a renewal quiz is found by its name, and is no activity of the course', () => {
  const catalogue = load(renewalFiles())
  const course = catalogue.get('small')
  expect(course.renewal).toMatchObject({ slug: 'again', module: '', pass_mark_scaled: 0.5 })
  expect(findQuiz(course, 'again')).toBe(course.renewal)
  expect(course.activities.map(({ slug }) => slug)).toEqual(['first', 'final'])
  expect(describeCatalogue(catalogue)).toBe('1 course, 1 lesson, 6 items')
  expect(load(goodFiles()).get('small').renewal).toBeNull()
})

test('an item is worth one point unless its file says more', () => {
  expect(quizIn(goodFiles(), 'final').items.map(({ id, points }) => [id, points])).toEqual([
    ['new-money', 1],
    ['who', 1],
    ['which', 2],
    ['sort', 1],
  ])
})

test('a quiz whose file gives no rules has none', () => {
  const { items, ...quiz } = quizIn(goodFiles(), 'final')
  expect(quiz).toEqual({
    kind: 'quiz',
    slug: 'final',
    module: 'only',
    title: { en: 'Final quiz' },
    pass_mark_scaled: 0.7,
    draw: null,
    form: null,
    shuffle_items: false,
    optional: false,
    rules: {
      time_limit_minutes: null,
      at_deadline: 'mark',
      attempts_allowed: null,
      wait_minutes: 0,
      feedback: 'attempt',
      marking: { anonymous: true, second_marker: false },
    },
  })
  expect(itemCount({ items, draw: quiz.draw })).toBe(4)
})

test('a pre-test and a final quiz share a bank, each with its own draw and rules', () => {
  const before = quizIn(pairFiles(), 'before')
  const final = quizIn(pairFiles(), 'final')
  for (const { items } of [before, final])
    expect(items.map(({ id }) => id)).toEqual(['one', 'two', 'three', 'four', 'five'])
  expect([before.form, before.draw, itemCount(before)]).toEqual([
    'pre',
    [
      { objective: 'know', count: 2 },
      { objective: 'sign', count: 1 },
    ],
    3,
  ])
  expect([final.form, final.draw, itemCount(final)]).toEqual([
    'post',
    [
      { objective: 'sign', count: 1 },
      { objective: 'know', count: 1 },
    ],
    2,
  ])
  expect(final.shuffle_items).toBe(true)
  expect(final.rules).toEqual({
    time_limit_minutes: 20,
    at_deadline: 'void',
    attempts_allowed: 3,
    wait_minutes: 60,
    feedback: 'passed',
    marking: { anonymous: true, second_marker: true },
  })
})

test('courses stand in the order of the phases, then in their own', () => {
  const files = {
    ...another('d', 1, 'monitor'),
    ...another('c', 2, 'prepare'),
    ...another('b', 3, 'prepare'),
    ...another('a', 1, 'negotiate'),
  }
  expect(
    load(files)
      .list()
      .map(({ slug }) => slug),
  ).toEqual(['c', 'b', 'a', 'd'])
})

test('a lesson is read in the language asked for, or else in English', () => {
  const course = load({
    ...goodFiles(),
    'small/fr/first.md': french.replace('# First lesson', '# Première leçon'),
  }).get('small')
  const lesson = course.activities[0]
  if (lesson?.kind !== 'lesson') throw new Error('no lesson')
  expect(lessonIn(lesson, 'fr')).toMatchObject({ language: 'fr', text: { title: 'Première leçon' } })
  expect(lessonIn(lesson, 'ar')).toMatchObject({ language: 'en', text: { title: 'First lesson' } })
  expect(course.languages).toEqual(['en', 'fr'])
})

test('words fall back to English and say so', () => {
  expect(textIn({ en: 'Team', fr: 'Équipe' }, 'fr')).toEqual({ text: 'Équipe', language: 'fr' })
  expect(textIn({ en: 'Team', fr: 'Équipe' }, 'pt')).toEqual({ text: 'Team', language: 'en' })
})

test('nobody can change what everybody reads', () => {
  const catalogue = load(goodFiles())
  const course = catalogue.get('small')
  const change = (object: object, name: string) => () => Object.assign(object, { [name]: 'changed' })
  for (const object of [catalogue, course, course.title, course.modules, course.activities[0], course.activities[1]])
    expect(change(object ?? {}, 'slug')).toThrow(TypeError)
  expect(change(catalogue.glossary[0] ?? {}, 'id')).toThrow(TypeError)
  expect(() => (catalogue.list() as unknown[]).push(course)).toThrow(TypeError)
})

test('a course that is not there is not found', () => {
  const catalogue = load(goodFiles())
  expect(() => catalogue.get('large')).toThrow(NotFound)
  expect(catalogue.find('large')).toBe(undefined)
  expect(catalogue.find('__proto__')).toBe(undefined)
})

test('the hash changes with any file of the course and with nothing else', () => {
  const hash = (files: Files) => load(files).get('small').hash
  const before = hash(goodFiles())
  expect(before).toMatch(/^[0-9a-f]{64}$/)
  expect(hash({ ...goodFiles(), ...another('other', 2, 'prepare') })).toBe(before)
  expect(hash(changed('small/quizzes/final.yaml', 'key: a', 'key: b'))).not.toBe(before)
  expect(hash({ ...goodFiles(), 'small/fr/first.md': french })).not.toBe(before)
  expect(hash(changed('small/banks/course.yaml', 'key: a', 'key: b', pairFiles()))).not.toBe(hash(pairFiles()))
})

test('a course with a mistake is left out, the others are there', () => {
  const broken = { ...changed('small/course.yaml', 'hours: 1.5', 'hours: 0'), ...another('other', 2, 'prepare') }
  expect(
    load(broken)
      .list()
      .map(({ slug }) => slug),
  ).toEqual(['other'])
})

test('an author who has made no mistake reads what there is, each bank once', () => {
  expect(describeCatalogue(load(goodFiles()))).toBe('1 course, 1 lesson, 4 items')
  expect(describeCatalogue(load(pairFiles()))).toBe('1 course, 1 lesson, 5 items')
})

test('the courses of this product have no mistakes and are read in a moment', () => {
  const started = performance.now()
  const { problems } = loadCourses(fileURLToPath(new URL('../../courses', import.meta.url)), itemTypes)
  expect(problems).toEqual([])
  expect(performance.now() - started).toBeLessThan(1000) // 300 ms on an idle machine
})
