import { portalAddress } from '../../catalogue/portal.ts'
import { translator } from '../../platform/words/messages.ts'
import { formatNumber } from '../../platform/words/numbers.ts'
import type { CredentialRecord } from '../record.ts'
import { addressesOf } from './addresses.ts'
import { credentialsContext, openBadgesContext } from './contexts.ts'
import { statusEntry } from './status-list.ts'

/** A credential as its row has it. */
export type Issued = { record: CredentialRecord; course: string; issued_at: Date; status_index: number }
export type Badge = ReturnType<typeof badgeOf>

/** A time as a credential writes it: to the second, in UTC. */
export const timeOf = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`

/**
 * What was issued as an Open Badges 3.0 credential, from the record alone: the same record gives the same words, in the
 * language in which it was issued, whatever becomes of the course.
 */
export function badgeOf({ record, course, issued_at, status_index }: Issued, publicUrl: string) {
  const at = addressesOf(publicUrl)
  const { code, course_title: name, course_summary: description, expires_on } = record
  return {
    '@context': [credentialsContext, openBadgesContext],
    id: at.credential(code),
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name,
    description,
    image: { id: at.image(code), type: 'Image' },
    issuer: { id: at.issuer, type: ['Profile'], name: record.issuer, url: publicUrl },
    validFrom: timeOf(issued_at),
    ...(expires_on === null ? {} : { validUntil: `${expires_on}T23:59:59Z` }),
    credentialSubject: {
      type: ['AchievementSubject'],
      identifier: [{ type: 'IdentityObject', hashed: false, identityHash: record.name, identityType: 'name' }],
      ...resultOf(record, at.course(course)),
      achievement: {
        id: `${at.course(course)}#${record.kind}`,
        type: ['Achievement'],
        achievementType: record.kind === 'achievement' ? 'Certificate' : 'CertificateOfCompletion',
        name,
        description,
        inLanguage: record.texts_in.title,
        version: record.content_hash.slice(0, 12),
        criteria: { id: at.course(course), narrative: criteriaOf(record) },
        ...resultDescriptionOf(record, at.course(course)),
        ...alignmentOf(record),
      },
    },
    credentialStatus: statusEntry(status_index, at.statusList),
  }
}

/** What had to be done, and what who did it can do now, in Markdown. */
function criteriaOf(record: CredentialRecord): string {
  const t = translator(record.language)
  const mark = formatNumber(record.pass_mark_scaled * 100, record.language)
  const rule = record.kind === 'achievement' ? t('badge.achievement', { mark }) : t('badge.participation')
  const objectives = record.objectives.map((objective) => `- ${objective}`)
  const { renewal } = record
  const again = renewal
    ? t('badge.renewal', {
        code: renewal.renews,
        mark: formatNumber(renewal.pass_mark_scaled * 100, record.language),
      })
    : ''
  return [t('course.length_is', record), rule, again, objectives.join('\n')].filter(Boolean).join('\n\n')
}

const finalQuiz = (courseAddress: string) => `${courseAddress}#final-quiz`

const resultOf = ({ kind, score_raw }: CredentialRecord, course: string) =>
  kind === 'achievement'
    ? { result: [{ type: ['Result'], resultDescription: finalQuiz(course), value: String(score_raw) }] }
    : {}

const resultDescriptionOf = (record: CredentialRecord, course: string) =>
  record.kind === 'achievement'
    ? {
        resultDescription: [
          {
            id: finalQuiz(course),
            type: ['ResultDescription'],
            name: translator(record.language)('badge.result'),
            resultType: 'RawScore',
            valueMin: '0',
            valueMax: String(record.score_max),
          },
        ],
      }
    : {}

/** The step of the portal's roadmap that the course served when it was taken. Older records do not say. */
const alignmentOf = ({ portal }: CredentialRecord) =>
  portal
    ? {
        alignment: [
          {
            type: ['Alignment'],
            targetName: portal.step,
            targetFramework: 'CONNEX Negotiation Support Portal',
            targetUrl: portalAddress(portal),
          },
        ],
      }
    : {}
