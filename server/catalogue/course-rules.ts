import { portalStages } from './portal.ts'
import { didYouMean, repeatsOf } from './problems.ts'
import { checkQuizzes } from './quiz-rules.ts'
import type { CourseReading } from './read-course.ts'
import { checkRenewal } from './renewal-rules.ts'
import type { CourseFile } from './schemas.ts'
import type { Path, YamlFile } from './yaml-file.ts'

/** What the files of a course must say about each other. */
export function checkCourse(reading: CourseReading): void {
  const { slug, file, data, lessons, quizzes, banks } = reading
  checkQuizzes(slug, quizzes, banks, data)
  if (!file || !data) return
  const report = (path: Path, message: string) => file.report(file.lineOf(path), message)
  const listed = listedIn(data)
  const lessonNames = listed.flatMap(({ lesson }) => lesson ?? [])
  const quizNames = listed.flatMap(({ quiz }) => quiz ?? [])

  checkPortal(data, file)
  for (const { value, index } of repeatsOf(data.objectives.map((objective) => objective.id)))
    report(['objectives', index, 'id'], `the objective "${value}" stands here twice`)
  for (const { value, index } of repeatsOf(data.modules.map((module) => module.id)))
    report(['modules', index, 'id'], `the module "${value}" stands here twice`)
  for (const name of ['lesson', 'quiz'] as const)
    for (const { value, index } of repeatsOf(listed.map((one) => one[name])))
      if (value !== undefined) report(listed[index]?.path ?? [], `the ${name} "${value}" stands here twice`)

  for (const { lesson, quiz, minutes, titles, optional, path } of listed) {
    if ((lesson === undefined) === (quiz === undefined)) report(path, 'an activity is either a lesson or a quiz')
    if (lesson !== undefined && minutes === undefined) report(path, `the lesson "${lesson}" needs its "minutes"`)
    if (lesson === undefined && minutes !== undefined) report(path, 'only a lesson has "minutes"')
    if (lesson === undefined && titles !== undefined) report(path, 'only a lesson has "titles"')
    for (const { slug: text, language } of lessons)
      if (text === lesson && titles && language in titles)
        report(
          path,
          `the lesson "${lesson}" can be read in ${language}: its title stands in ${slug}/${language}/${lesson}.md`,
        )
    if (quiz === undefined && optional !== undefined) report(path, 'only a quiz is "optional"')
    if (quiz !== undefined && quiz === data.award.task && optional)
      report(path, `the quiz "${quiz}" earns the certificate and is not optional`)
    if (quiz === data.award.quiz && optional)
      report(path, `the quiz "${quiz}" earns the certificate and is not optional`)
    if (lesson !== undefined && !lessons.some((one) => one.slug === lesson && one.language === 'en'))
      report(path, `the lesson "${lesson}" has no English text: ${slug}/en/${lesson}.md`)
    if (quiz !== undefined && !quizzes.some((one) => one.slug === quiz))
      report(path, `the quiz "${quiz}" has no file: ${slug}/quizzes/${quiz}.yaml`)
  }
  for (const lesson of lessons)
    if (!lessonNames.includes(lesson.slug)) lesson.report(1, 'no module of course.yaml lists this lesson')
  for (const quiz of quizzes)
    if (!quizNames.includes(quiz.slug) && quiz.slug !== data.award.renewal)
      quiz.report(1, 'no module of course.yaml lists this quiz')
  for (const part of ['quiz', 'task'] as const) {
    const named = data.award[part]
    if (named !== undefined && !quizNames.includes(named))
      report(['award', part], `the course has no quiz "${named}"${didYouMean(named, quizNames)}`)
  }
  if (data.award.task === data.award.quiz) report(['award', 'task'], 'the graded task is another than the quiz')
  checkRenewal(reading, quizNames)
}

function listedIn(data: CourseFile) {
  return data.modules.flatMap(({ activities }, module) =>
    activities.map((activity, index) => ({ ...activity, path: ['modules', module, 'activities', index] })),
  )
}

function checkPortal({ portal }: CourseFile, file: YamlFile): void {
  const steps: readonly string[] = portalStages.find(({ stage }) => stage === portal.stage)?.steps ?? []
  if (steps.includes(portal.step)) return
  const hint = didYouMean(portal.step, steps) || `; its steps are ${steps.join(', ')}`
  file.report(file.lineOf(['portal', 'step']), `stage ${portal.stage} has no step "${portal.step}"${hint}`)
}
