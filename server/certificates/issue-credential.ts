import { getProfile } from '../accounts/queries.ts'
import type { Course } from '../catalogue/course.ts'
import type { Phrase } from '../catalogue/titles.ts'
import { programmeTitle } from '../cohorts/programmes/programmes.ts'
import { getRecord } from '../enrolments/queries.ts'
import { type Db, inTransaction } from '../platform/data/database.ts'
import { newId } from '../platform/data/ids.ts'
import { missingGlyphs } from '../platform/documents/fonts.ts'
import { Conflict } from '../platform/web/errors.ts'
import { isoDate, monthsAfter } from '../platform/words/dates.ts'
import type { Language } from '../platform/words/languages.ts'
import { audit } from '../platform/work/audit.ts'
import { awardOf, participationIn } from './award-rules.ts'
import { refuseMissingGlyphs } from './certificate-pdf.ts'
import { certificateWords } from './certificate-words.ts'
import { courseTexts } from './course-texts.ts'
import { findCohortOfLearner, findCredential, getPassMark, insertCredential } from './queries.ts'
import type { CredentialKind, CredentialRecord } from './record.ts'
import { newVerificationCode } from './verification-code.ts'

type Ask = {
  learnerId: string
  course: Course
  language: Language
  /** A second language, beside the first; none where it is the same. */
  also?: Language | null
  issuer: string
  kind?: CredentialKind
}

/**
 * Issues the credential of a course, once: however often and at the same time somebody asks, there is one row, and its
 * code is the answer. An achievement, unless asked for participation. Whose credential was revoked is issued no second
 * one. Conflict: not_enrolled, award_not_met, name_not_printable, certificate_revoked.
 */
export const issueCredential = (
  db: Db,
  { learnerId, course, language, also = null, issuer, kind = 'achievement' }: Ask,
  now: Date,
): Promise<string> =>
  inTransaction(db, async (trx) => {
    const earlier = await findCredential(trx, learnerId, course.slug, kind)
    if (earlier?.revoked_at) throw new Conflict('certificate_revoked')
    if (earlier) return earlier.code
    const earned = await earnedBy(trx, learnerId, course, kind)
    const { name } = await getProfile(trx, learnerId)
    if (missingGlyphs(name).length > 0) throw new Conflict('name_not_printable')

    const cohort = await findCohortOfLearner(trx, learnerId, course.slug)
    const textsIn = (one: Language) => courseTexts(course, printableProgramme(cohort, one), one)
    const record: CredentialRecord = {
      ...textsIn(language),
      ...describeCourse(course),
      ...earned,
      code: newVerificationCode(),
      kind,
      name,
      language,
      also: also && also !== language ? { language: also, ...textsIn(also) } : null,
      cohort: printableName(cohort),
      issued_on: isoDate(now),
      expires_on: course.valid_months ? monthsAfter(isoDate(now), course.valid_months) : null,
      issuer,
      signatories: signatoriesOf(cohort),
    }
    refuseMissingGlyphs(record, certificateWords(record)) // whatever is left is ours to mend, and stops here as a fault

    const id = newId()
    const of = { learner_id: learnerId, course: course.slug, cohort_id: cohort?.id ?? null }
    const credential = { id, ...of, record, issued_at: now }
    if (await insertCredential(trx, credential)) {
      await audit(trx, { at: now, accountId: learnerId, action: 'credential.issued', subject: id })
      return record.code
    }
    const winner = await findCredential(trx, learnerId, course.slug, kind)
    if (!winner) throw new Error(`The credential of ${course.slug} was neither made nor found`)
    return winner.code
  })

/** What the rule of the kind was met with. Conflict: award_not_met. */
async function earnedBy(trx: Db, learnerId: string, course: Course, kind: CredentialKind) {
  const learning = await getRecord(trx, learnerId, course.slug)
  if (kind === 'achievement') {
    const award = awardOf(course, learning)
    if (!award.met) throw new Conflict('award_not_met')
    const { id, score_raw, score_max } = award.best
    const mark = await getPassMark(trx, id)
    return { ...mark, score_raw: score_raw ?? 0, score_max: score_max ?? 0, participation: null }
  }
  const participation = participationIn(course, learning)
  if (!participation?.met) throw new Conflict('award_not_met')
  const { done, total, needed } = participation
  return { pass_mark_scaled: 0, score_raw: 0, score_max: 0, participation: { done, total, needed } }
}

const describeCourse = (course: Course) => ({
  phase: course.phase,
  portal: course.portal,
  hours: course.hours,
  lessons: course.activities.filter(({ kind }) => kind === 'lesson').length,
  content_hash: course.hash,
})

/** Who signs for the programme; one whose name no font of ours can print signs by hand. */
export const signatoriesOf = (found: Pick<NonNullable<CohortOfLearner>, 'signatories'> | undefined) =>
  (found?.signatories ?? []).filter(({ name, title }) => isPrintable(name + title))

type CohortOfLearner = Awaited<ReturnType<typeof findCohortOfLearner>>

/** A cohort whose name no font of ours can print is left out: its learners should not wait for their trainer's letters. */
const printableName = (found: CohortOfLearner) => (found && isPrintable(found.name) ? found.name : null)

/** The same of its programme. */
function printableProgramme(found: CohortOfLearner, language: Language): Phrase | null {
  const title = found && programmeTitle(found, language)
  return title && isPrintable(title.text) ? title : null
}

const isPrintable = (text: string) => missingGlyphs(text, 'sans').length === 0
