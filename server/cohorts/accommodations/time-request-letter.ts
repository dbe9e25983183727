import type { Catalogue } from '../../catalogue/catalogue.ts'
import { quizTitle } from '../../catalogue/titles.ts'
import { type Db, inTransaction } from '../../platform/data/database.ts'
import { formatDateTime } from '../../platform/words/dates.ts'
import { translator } from '../../platform/words/messages.ts'
import type { Letter, Mail } from '../../platform/work/mail.ts'
import type { TimeRequested } from '../../quizzes/time/ask-for-time.ts'
import { findTimeRequest, type TimeRequest } from './queries.ts'

type Services = { db: Db; courses: Pick<Catalogue, 'find'>; mail: Mail; publicUrl: string }

/** Tells each trainer of the cohort who asks for more time. Run twice, it tells them twice. */
export async function sendTimeRequest({ db, courses, mail, publicUrl }: Services, { attemptId }: TimeRequested) {
  const request = await findTimeRequest(db, attemptId)
  if (!request || request.submitted_at) return // handed in before anybody could read it
  const address = `${publicUrl}/cohorts/${request.cohort_id}/people/${request.learner_id}`
  await inTransaction(db, async (trx) => {
    for (const trainer of request.trainers) await mail.queue(trx, letterTo(trainer, request, courses, address))
  })
}

function letterTo(
  { email, name, language }: TimeRequest['trainers'][number],
  request: TimeRequest,
  courses: Pick<Catalogue, 'find'>,
  address: string,
): Letter {
  const t = translator(language)
  const due = request.due_at ? formatDateTime(request.due_at, language, request.time_zone) : ''
  const about = {
    name,
    learner: request.learner,
    cohort: request.cohort,
    quiz: quizTitle(courses.find(request.course), request.quiz, language).text,
    address,
  }
  const text = due ? t('letter.time_request.text', { ...about, due }) : t('letter.time_request.text_free', about)
  return { to: email, subject: t('letter.time_request.subject', { learner: request.learner }), text }
}
