import { expect, test } from 'vitest'
import { textIn } from '../../server/catalogue/course.ts'
import { drawCertificate } from '../../server/certificates/certificate-pdf.ts'
import { certificateWords } from '../../server/certificates/certificate-words.ts'
import { type CredentialRecord, textsAllIn } from '../../server/certificates/record.ts'
import { interfaceLanguages } from '../../server/platform/words/languages.ts'
import { startApp } from '../support/app.ts'

test('every course fits on its certificate in every language, even with the longest name, cohort, programme and signatures', async () => {
  const { courses } = await startApp()
  for (const course of courses.list())
    for (const language of interfaceLanguages) {
      const record: CredentialRecord = {
        code: 'TP-WWWW-WWWW-WWWW-W',
        name: 'Mwambawamba '.repeat(10).trim(),
        course_title: textIn(course.title, language).text,
        course_summary: textIn(course.summary, language).text,
        phase: course.phase,
        hours: course.hours,
        lessons: course.activities.length,
        objectives: course.objectives.map(({ text }) => textIn(text, language).text),
        pass_mark_scaled: 0.75,
        score_raw: 17.5,
        score_max: 20,
        language,
        texts_in: textsAllIn(language),
        also: null,
        issued_on: '2026-09-30',
        issuer: 'W'.repeat(80),
        kind: 'achievement',
        participation: null,
        modules: [],
        expires_on: null,
        signatories: Array.from({ length: 3 }, () => ({
          name: 'Kandrawamba '.repeat(5).trim(),
          title: 'Directorate '.repeat(5).trim(),
        })),
        programme: 'Programme '.repeat(12).trim(),
        cohort: 'Cohort '.repeat(17).trim(),
        content_hash: course.hash,
      }
      const file = await drawCertificate(
        record,
        certificateWords(record),
        `https://third-pillar.example/verify/${record.code}`,
      )
      expect(file.length, `${course.slug} ${language}`).toBeLessThan(60_000)
    }
})
