import { expect, test } from 'vitest'
import { drawCertificate } from '../../server/certificates/certificate-pdf.ts'
import { certificateWords } from '../../server/certificates/certificate-words.ts'
import { courseTexts } from '../../server/certificates/course-texts.ts'
import type { CredentialRecord } from '../../server/certificates/record.ts'
import { type Language, languages } from '../../server/platform/words/languages.ts'
import { startApp } from '../support/app.ts'

// Arabic asks for more shapes than Latin letters do, and a second language for a second transcript.
const mostBytes = (language: Language, also: Language | null) => {
  const arabic = language === 'ar' || also === 'ar'
  return also ? (arabic ? 110_000 : 75_000) : arabic ? 80_000 : 60_000
}

test('every course fits on its certificate in every language and every two, even with the longest name, cohort, programme and signatures', async () => {
  const { courses } = await startApp()
  const full: string[] = []
  for (const course of courses.list())
    for (const language of languages)
      for (const also of [null, ...languages.filter((one) => one !== language)]) {
        const programme = { text: 'Programme '.repeat(12).trim(), language: 'en' as const }
        const record: CredentialRecord = {
          ...courseTexts(course, programme, language),
          code: 'TP-WWWW-WWWW-WWWW-W',
          name: 'Mwambawamba '.repeat(10).trim(),
          phase: course.phase,
          hours: course.hours,
          lessons: course.activities.length,
          pass_mark_scaled: 0.75,
          score_raw: 17.5,
          score_max: 20,
          language,
          also: also && { language: also, ...courseTexts(course, programme, also) },
          issued_on: '2026-09-30',
          issuer: 'W'.repeat(80),
          kind: 'achievement',
          participation: null,
          expires_on: null,
          signatories: Array.from({ length: 3 }, () => ({
            name: 'Kandrawamba '.repeat(5).trim(),
            title: 'Directorate '.repeat(5).trim(),
          })),
          cohort: 'Cohort '.repeat(17).trim(),
          content_hash: course.hash,
        }
        const address = `https://third-pillar.example/verify/${record.code}`
        const bytes = await drawCertificate(record, certificateWords(record), address).then(
          (file) => file.length,
          String,
        )
        if (typeof bytes === 'string' || bytes > mostBytes(language, also))
          full.push(`${course.slug} ${language} ${also}: ${bytes}`)
      }
  expect(full).toEqual([])
})
