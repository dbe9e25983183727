import { interfaceLanguageOf } from '../../../platform/words/languages.ts'
import { translator } from '../../../platform/words/messages.ts'
import type { Letter } from '../../../platform/work/mail.ts'
import type { BusyCohort, DigestReader, Unseen } from './queries.ts'

const excerptCharacters = 200

/**
 * What is new in a cohort's discussion, thread by thread, in a frame of the reader's language. Of a confidential cohort it
 * says how much is new and where to read it, and nothing else: no name and no word leaves the house.
 */
export function digestLetter(to: DigestReader, cohort: BusyCohort, unseen: Unseen[], publicUrl: string): Letter {
  const t = translator(interfaceLanguageOf(to.language))
  const n = unseen[0]?.unseen ?? 0
  const url = `${publicUrl}/learning/cohorts/${cohort.id}`
  if (cohort.confidential) {
    const subject = t('letter.digest_confidential.subject')
    return { to: to.email, subject, text: t('letter.digest_confidential.text', { n, url }) }
  }
  const threads = [...Map.groupBy(unseen, ({ thread_id }) => thread_id)].map(([id, posts]) => {
    const said = posts.map(({ author, text }) =>
      t('letter.digest.said', { author: author ?? t('audit.erased'), text: excerptOf(text) }),
    )
    return [posts[0]?.title ?? '', `${url}/threads/${id}`, ...said].join('\n')
  })
  const left = n - unseen.length
  const news = [...threads, ...(left > 0 ? [t('letter.digest.more', { n: left })] : [])].join('\n\n')
  const about = { name: to.name, cohort: cohort.name, n, news, url }
  return { to: to.email, subject: t('letter.digest.subject', about), text: t('letter.digest.text', about) }
}

/** The beginning of a text as one line. */
export function excerptOf(text: string): string {
  const line = [...text.replaceAll(/\s+/g, ' ')]
  return line.length > excerptCharacters ? `${line.slice(0, excerptCharacters).join('').trimEnd()}…` : line.join('')
}
