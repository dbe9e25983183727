import { didYouMean } from './problems.ts'
import type { CourseReading, LessonReading } from './read-course.ts'

/** Looks up every link that stays in the product: another lesson, a section, a course, a quiz. */
export function checkLinks(courses: CourseReading[]): void {
  const lessons = new Map<string, LessonReading[]>()
  const others = new Set<string>(['/courses'])
  for (const course of courses) {
    others.add(`/courses/${course.slug}`)
    for (const quiz of course.quizzes) others.add(`/courses/${course.slug}/quizzes/${quiz.slug}`)
    for (const lesson of course.lessons) {
      const address = `/courses/${course.slug}/lessons/${lesson.slug}`
      lessons.set(address, [...(lessons.get(address) ?? []), lesson])
    }
  }
  for (const lesson of courses.flatMap((course) => course.lessons)) {
    for (const { line, href } of lesson.links) {
      const [address = '', fragment] = href.split('#')
      const target = address === '' ? [lesson] : lessons.get(address)
      if (!target && !others.has(address))
        lesson.report(line, `the link to "${href}" leads nowhere${didYouMean(address, [...lessons.keys(), ...others])}`)
      else if (target && fragment !== undefined) checkFragment(lesson, line, target, fragment)
    }
  }
}

/** A reader sees the lesson in their own language where it exists, so the section must be there in this one. */
function checkFragment(from: LessonReading, line: number, target: LessonReading[], fragment: string): void {
  const shown =
    target.find(({ language }) => language === from.language) ?? target.find(({ language }) => language === 'en')
  if (shown && !shown.ids.has(fragment))
    from.report(line, `the lesson "${shown.slug}" has no section "#${fragment}"${didYouMean(fragment, shown.ids)}`)
}
