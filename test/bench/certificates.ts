import { type Course, textIn } from '../../server/catalogue/course.ts'
import { titleOf } from '../../server/catalogue/titles.ts'
import { loadIssuerKeys, newIssuerKey } from '../../server/certificates/badge/issuer-keys.ts'
import { drawIssued } from '../../server/certificates/issued-file.ts'
import { type CredentialRecord, textsAllIn } from '../../server/certificates/record.ts'
import { makeDocumentKey, readDocumentKey } from '../../server/platform/documents/document-key.ts'
import { median } from './measure.ts'

const rounds = 40

/** Milliseconds for one certificate as its holder gets it, with transcript, badge and signature, once the fonts are loaded (the median), and the size of its file. */
export async function measureCertificates(course: Course): Promise<{ milliseconds: number; bytes: number }> {
  const record = sampleOf(course)
  const issued_at = new Date('2026-09-30T00:00:00Z')
  const seals = {
    publicUrl: 'https://example.org',
    issuerKeys: loadIssuerKeys('', newIssuerKey()),
    documentKeys: [readDocumentKey(makeDocumentKey('Third Pillar', issued_at))] as const,
  }
  const draw = () => drawIssued({ record, course: course.slug, issued_at, status_index: 1 }, seals)
  for (let n = 0; n < 5; n += 1) await draw()
  const times: number[] = []
  let bytes = 0
  for (let n = 0; n < rounds; n += 1) {
    const began = performance.now()
    bytes = (await draw()).length
    times.push(performance.now() - began)
  }
  return { milliseconds: median(times), bytes }
}

/** A record of the course with a long name. */
export function sampleOf(course: Course): CredentialRecord {
  const { phase, hours, hash: content_hash } = course
  return {
    code: 'TP-7K4M-2QXD-9HRC-D',
    name: 'Aïssatou Ngo Mbarga épouse Fotso-Djomo',
    course_title: textIn(course.title, 'en').text,
    course_summary: textIn(course.summary, 'en').text,
    phase,
    hours,
    lessons: course.activities.filter(({ kind }) => kind === 'lesson').length,
    objectives: course.objectives.map(({ text }) => textIn(text, 'en').text),
    pass_mark_scaled: 0.7,
    score_raw: 13,
    score_max: 14,
    language: 'en',
    texts_in: textsAllIn('en'),
    also: null,
    issued_on: '2026-09-30',
    issuer: 'Third Pillar',
    kind: 'achievement',
    participation: null,
    modules: course.modules.map(({ title, activities }) => ({
      title: textIn(title, 'en').text,
      lessons: activities.flatMap((activity) => (activity.kind === 'lesson' ? [titleOf(activity, 'en').text] : [])),
    })),
    expires_on: null,
    signatories: [],
    programme: 'Fair Deals',
    cohort: 'Monrovia, second deal team',
    content_hash,
  }
}
