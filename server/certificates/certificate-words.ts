import { hasRightToLeft } from '../platform/documents/bidi.ts'
import { formatDate } from '../platform/words/dates.ts'
import type { Language } from '../platform/words/languages.ts'
import { translator } from '../platform/words/messages.ts'
import { formatNumber } from '../platform/words/numbers.ts'
import type { CertificateWords } from './certificate-pdf.ts'
import { type CredentialRecord, secondEdition } from './record.ts'

/** Every word on the paper, in the language in which it was issued, or in both. */
export function certificateWords(record: CredentialRecord): CertificateWords {
  const { kind, language, texts_in, signatories, programme, cohort, participation, renewal } = record
  const second = secondEdition(record)
  const unlessOwn = (one: Language) => (one === language ? undefined : one)
  const t = translator(language)
  const number = (value: number) => formatNumber(value, language)
  const points = (of: Pick<CredentialRecord, 'score_raw' | 'score_max' | 'pass_mark_scaled'>) => ({
    raw: number(of.score_raw),
    max: number(of.score_max),
    mark: number(of.pass_mark_scaled * 100),
  })
  return {
    product: t('site.name'),
    document_title: t('certificate.title', { code: record.code }),
    kind: t(`certificate.kind.${kind}`),
    sentence: t(`certificate.sentence.${kind}`, { course: record.course_title }),
    phase: { label: t('certificate.phase'), value: t(`phase.${record.phase}`) },
    length: { label: t('course.length'), value: t('course.length_is', record) },
    objectives: {
      label: t('certificate.objectives'),
      value: record.objectives.map(lowerFirst).join(translator(texts_in.objectives)('certificate.separator')),
      lang: unlessOwn(texts_in.objectives),
    },
    award: {
      label: t('certificate.award'),
      value: [
        participation
          ? t('certificate.award_is.participation', participation)
          : t('certificate.award_is.achievement', points(record)),
        ...(renewal ? [t('certificate.award_is.renewal', { code: renewal.renews, ...points(renewal) })] : []),
      ].join('. '),
    },
    issued: { label: t('certificate.issued'), value: datesOf(record) },
    signatories: signatories.map(({ name, title }) => `${name}${hasRightToLeft(title) ? '،' : ','} ${title}`),
    issued_for: [
      ...(programme ? [t('certificate.programme', { programme })] : []),
      ...(cohort ? [t('certificate.cohort', { cohort })] : []),
    ],
    check: t('certificate.check'),
    qr_alternative: t('certificate.qr'),
    badge: t('certificate.badge_inside', { course: record.course_title }),
    signature: t('certificate.signature', { issuer: record.issuer }),
    transcript: {
      title: t('certificate.transcript'),
      holder: { label: t('certificate.holder'), value: record.name },
      course: { label: t('certificate.course'), value: record.course_title, lang: unlessOwn(texts_in.title) },
      code: { label: t('certificate.code'), value: record.code },
      covered: t('certificate.covered'),
    },
    also: second && certificateWords(second),
  }
}

/** The day of issue, and the last day where there is one. */
function datesOf({ issued_on, expires_on, language }: CredentialRecord): string {
  const issued = formatDate(issued_on, language)
  if (expires_on === null) return issued
  return translator(language)('certificate.issued_until', { issued, until: formatDate(expires_on, language) })
}

/** Goes on with a sentence: "Build a register" becomes "build a register", "EITI" stays. */
const lowerFirst = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
