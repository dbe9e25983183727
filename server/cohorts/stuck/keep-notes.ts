import { type Db, inTransaction } from '../../platform/data/database.ts'
import { audit } from '../../platform/work/audit.ts'
import { deleteNote, insertNote } from './queries.ts'

type About = { id: string; cohortId: string; learnerId: string; trainerId: string }

/** Adds a note about a person of the cohort; its text stays out of the audit trail, which has other readers. */
export const addNote = (
  db: Db,
  { id, cohortId, learnerId, trainerId, text }: About & { text: string },
  now: Date,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const note = { id, cohort_id: cohortId, learner_id: learnerId, author_id: trainerId, text, written_at: now }
    if (!(await insertNote(trx, note))) return
    const details = { cohort_id: cohortId }
    await audit(trx, { at: now, accountId: trainerId, action: 'note.written', subject: learnerId, details })
  })

/** Deletes a trainer's own note; one that is gone already stays gone. */
export const removeNote = (db: Db, { id, cohortId, learnerId, trainerId }: About, now: Date): Promise<void> =>
  inTransaction(db, async (trx) => {
    if (!(await deleteNote(trx, { id, cohort_id: cohortId, learner_id: learnerId, author_id: trainerId }))) return
    const details = { cohort_id: cohortId }
    await audit(trx, { at: now, accountId: trainerId, action: 'note.deleted', subject: learnerId, details })
  })
