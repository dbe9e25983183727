import { demoPassword, knownPeople } from '../../server/demo/sample-people.ts'
import { createVisitor, type Visitor } from '../kill/visitor.ts'

export type MeasuredPage = {
  name: string
  url: string
  cookie: string
  /** The style sheet and the scripts that a first visit brings along. */
  assets: string[]
}

export const lessonPage = 'lesson, signed in'
export const reportPage = 'report'
const course = '/courses/before-the-table'

/** The pages that are measured, as the demo's people see them: each is opened once here and must be what it is called. */
export async function listPages(app: string): Promise<MeasuredPage[]> {
  const visitor = createVisitor(app)
  const official = await signedIn(app, knownPeople.official.email)
  const donor = await signedIn(app, knownPeople.donor.email)
  const { location: attempt } = await official.post(`${course}/quizzes/final/attempts`)
  const report = /href="(\/reports\/[^"]+)"/.exec((await donor.get('/reports')).text)?.[1]

  const pages: [string, Visitor, string, RegExp][] = [
    ['sign-in page', visitor, '/sign-in', /name="password"/],
    [lessonPage, official, `${course}/lessons/the-team`, /team/i],
    ['/learning', official, '/learning', /Before the table/],
    ['quiz attempt', official, attempt ?? '', /data-autosave/],
    [reportPage, donor, report ?? '', /Sierra Leone|Liberia/],
  ]
  return Promise.all(
    pages.map(async ([name, who, path, mark]) => {
      const { status, text } = await who.get(path)
      if (status !== 200 || !mark.test(text))
        throw new Error(`${name} at ${path} is answered ${status}, or is another page`)
      const assets = [...text.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, href = '']) => `${app}${href}`)
      return { name, url: `${app}${path}`, cookie: who.cookie(), assets }
    }),
  )
}

async function signedIn(app: string, email: string): Promise<Visitor> {
  const visitor = createVisitor(app)
  const { status } = await visitor.post('/sign-in', { email, password: demoPassword })
  if (status !== 303) throw new Error(`${email} could not sign in: ${status}`)
  return visitor
}
