import { getProfile } from '../accounts/queries.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { closeWithAttempts } from '../closing/close-cohort.ts'
import { addSession } from '../cohorts/attendance/change-sessions.ts'
import { recordByCode, recordByHand } from '../cohorts/attendance/record-attendance.ts'
import { readSession } from '../cohorts/attendance/session-form.ts'
import { openThread, reply } from '../cohorts/discussion/posts/write-post.ts'
import { markAnswer } from '../cohorts/discussion/reported/moderate.ts'
import { listPeople } from '../cohorts/following/queries.ts'
import { sendMessage } from '../cohorts/messages/send-message.ts'
import { changeProgramme } from '../cohorts/programmes/change-programme.ts'
import { getProgramme } from '../cohorts/programmes/queries.ts'
import { getCohort } from '../cohorts/queries.ts'
import { invitePeople } from '../cohorts/roster/invite-people.ts'
import { type LettersDue, lettersJob, writeLetters } from '../cohorts/roster/write-letters.ts'
import { changeSettings } from '../cohorts/settings/change-settings.ts'
import { readSettings, typedSettings } from '../cohorts/settings/settings-form.ts'
import { addNote } from '../cohorts/stuck/keep-notes.ts'
import { inviteTeam } from '../cohorts/teams/invite-team.ts'
import type { Db } from '../platform/data/database.ts'
import { newId } from '../platform/data/ids.ts'
import { isoDate } from '../platform/words/dates.ts'
import { createRandom } from './random.ts'
import { aims, type Room, rooms } from './rooms-plan.ts'
import { demoMail } from './sample-people.ts'

type Furnishing = { db: Db; courses: Catalogue; idOf: (key: string) => string; now: Date }

const dayMs = 86_400_000
const services = (courses: Catalogue) => ({ courses, mail: demoMail(), publicUrl: '' })

/** What trainers and the administrator do beside the courses: aims, settings, workshop days, invitations, a closing. */
export async function furnishCohorts({ db, courses, idOf, now }: Furnishing): Promise<void> {
  for (const { key, ...aim } of aims) {
    const { version, title_en, title_fr, funder, starts_on, ends_on } = await getProgramme(db, idOf(key))
    const details = { title_en, title_fr, funder, starts_on, ends_on }
    await changeProgramme(db, { id: idOf(key), version, details, aims: aim, accountId: idOf('admin') }, now)
  }
  for (const room of rooms) await furnish(room)

  async function furnish(room: Room) {
    const trainerId = idOf(room.trainer)
    const cohortId = idOf(`cohort ${room.cohort}`)
    const cohort = await getCohort(db, cohortId, trainerId)
    const course = courses.get(cohort.course)
    const at = (daysFromNow: number, hours = 0) => new Date(now.getTime() + daysFromNow * dayMs + hours * 3_600_000)
    const people = await listPeople(db, cohortId)
    const random = createRandom(people.length)

    const form = readSettings({ ...typedSettings(cohort), ...room.settings }, { courses: [] })
    if (!form.ok) throw new Error(`The settings of ${room.cohort} are refused: ${Object.keys(form.problems)}`)
    await changeSettings(db, { cohortId, version: cohort.version, values: form.values, trainerId, courses }, now)

    for (const { day, title, place } of room.sessions ?? []) {
      const held_on = isoDate(at(day))
      const session = readSession({ title, place, held_on, from_time: '09:00', to_time: '16:00' }, cohort.time_zone)
      if (!session.ok) throw new Error(`The session ${title} is refused: ${Object.keys(session.problems)}`)
      const sessionId = await addSession(db, { cohortId, trainerId, details: session.values }, at(Math.min(day - 7, 0)))
      if (day >= 0) continue
      const then = new Date(session.values.starts_at.getTime() + 5 * 60_000)
      const about = { sessionId, cohortId, course }
      const present = people.filter(() => random.chance(0.75))
      for (const { id: learnerId } of present.slice(2)) await recordByCode(db, { ...about, learnerId }, then)
      const list = { present: present.slice(0, 2).map(({ id }) => id), absent: [], note: room.paperNote }
      await recordByHand(db, { ...about, trainerId, list }, new Date(then.getTime() + dayMs))
    }
    if (room.invited) {
      const jobs = {
        // What this job is given is what its sender gives it.
        send: (trx: Db, name: string, due: object) =>
          name === lettersJob
            ? writeLetters({ db: trx, ...services(courses) }, due as LettersDue, now)
            : Promise.resolve(),
      }
      await invitePeople(db, { cohort, trainerId, jobs }, room.invited, at(-2))
    }
    if (room.team) await inviteTeam(db, { cohort, trainerId, letters: services(courses) }, room.team, at(-2))
    if (room.message) {
      const message = { formId: newId(), ...room.message }
      const { name, email } = await getProfile(db, trainerId)
      await sendMessage(
        { db, ...services(courses) },
        { cohort, trainer: { id: trainerId, name, email }, message },
        at(-1),
      )
    }
    for (const { module, title, text, replies, answer } of room.threads ?? []) {
      const words = (said: string, of: string | null) => ({ formId: newId(), title: of, text: said })
      const by = (index: number) => ({ cohortId, accountId: people[index % people.length]?.id ?? trainerId })
      const opened = await openThread(db, { module, words: words(text, title), ...by(1) }, at(-6))
      if (!('id' in opened)) throw new Error(`The thread ${title} is refused: ${opened.refused}`)
      for (const [index, said] of replies.entries())
        await reply(db, { threadId: opened.id, words: words(said, null), ...by(index + 2) }, at(-5, index))
      const last = { threadId: opened.id, words: words(answer, null), cohortId, accountId: trainerId }
      const answered = await reply(db, last, at(-4))
      if ('id' in answered) await markAnswer(db, { cohortId, postId: answered.id, trainerId }, at(-4, 1))
    }
    const [person] = people
    if (room.note && person)
      await addNote(db, { id: newId(), cohortId, learnerId: person.id, trainerId, text: room.note }, at(-3))
    if (room.closed) {
      const problems = await closeWithAttempts(db, courses, { cohort, trainerId, ticks: { unmarked: 'yes' } }, now)
      if (Object.keys(problems).length > 0) throw new Error(`${room.cohort} is not closed: ${Object.keys(problems)}`)
    }
  }
}
