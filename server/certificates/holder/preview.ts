import { formatDate } from '../../platform/words/dates.ts'
import type { Language } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { CredentialRecord } from '../record.ts'
import { size } from './preview-drawing.ts'

/** What programs that show a link (letters, chats, networks) say beside it: the Open Graph protocol, https://ogp.me. */
export type Preview = { property: string; content: string }[]

// The protocol asks for a country, too.
const locales: Record<Language, string> = { en: 'en_GB', fr: 'fr_FR', pt: 'pt_PT', es: 'es_ES', ar: 'ar_AR' }

/** In the certificate's language, whoever reads it. `url` is the link, to which the picture's ending is added. */
export function previewOf(record: CredentialRecord, url: string): Preview {
  const { language, name, issuer } = record
  const t = translator(language)
  const title = t('shared.title', { name, course: record.course_title })
  const date = formatDate(record.issued_on, language)
  const description = t('shared.description', { kind: t(`certificate.kind.${record.kind}`), issuer, date })
  const tags = {
    'og:type': 'website',
    'og:site_name': t('site.name'),
    'og:locale': locales[language],
    'og:url': url,
    'og:title': title,
    'og:description': description,
    'og:image': `${url}.png`,
    'og:image:type': 'image/png',
    'og:image:width': String(size.width),
    'og:image:height': String(size.height),
    'og:image:alt': `${title}. ${description}`,
  }
  return Object.entries(tags).map(([property, content]) => ({ property, content }))
}
