import { type Db, inTransaction } from '../../../platform/data/database.ts'
import { Conflict, NotFound } from '../../../platform/web/errors.ts'
import { audit } from '../../../platform/work/audit.ts'
import { insertCohortTrainer } from '../../queries.ts'
import { lockCohort } from '../queries.ts'
import { deleteCohortTrainer, listProgrammeTrainers, updateLead } from './queries.ts'
import { mayChange, type ProgrammeTrainer } from './trainers.ts'

/** Who does it, to which trainer of which cohort. */
type Change = { cohortId: string; actorId: string; trainerId: string }
type Action = 'cohort.trainer_added' | 'cohort.trainer_removed' | 'cohort.lead_handed'

/** Adds a trainer of the programme; again changes nothing. */
export const addTrainer = (db: Db, change: Change, now: Date): Promise<void> =>
  changeTrainers(db, change, now, async (trx, trainer) => {
    if (trainer.in_cohort) return null
    await insertCohortTrainer(trx, { cohort_id: change.cohortId, trainer_id: change.trainerId, lead: false })
    return 'cohort.trainer_added'
  })

/** Hands the lead to another trainer of the cohort; again, by whoever leads now, changes nothing. */
export const handLead = (db: Db, change: Change, now: Date): Promise<void> =>
  changeTrainers(db, change, now, async (trx, trainer) => {
    if (!trainer.in_cohort) throw new NotFound('trainer')
    if (trainer.lead) return null
    await updateLead(trx, change.cohortId, change.trainerId)
    return 'cohort.lead_handed'
  })

/** Takes a trainer off the cohort. The lead stays until somebody else leads. */
export const removeTrainer = (db: Db, change: Change, now: Date): Promise<void> =>
  changeTrainers(db, change, now, async (trx, trainer) => {
    if (trainer.lead) throw new Conflict('lead_leaves')
    return (await deleteCohortTrainer(trx, change.cohortId, change.trainerId)) ? 'cohort.trainer_removed' : null
  })

/** The cohort's row is held, so that two changes at once never see the same lead. */
const changeTrainers = (
  db: Db,
  { cohortId, actorId, trainerId }: Change,
  now: Date,
  work: (trx: Db, trainer: ProgrammeTrainer) => Promise<Action | null>,
): Promise<void> =>
  inTransaction(db, async (trx) => {
    const trainers = await listProgrammeTrainers(trx, await lockCohort(trx, cohortId))
    if (!mayChange(trainers, actorId)) throw new Conflict('lead_decides')
    const trainer = trainers.find(({ id }) => id === trainerId)
    if (!trainer) throw new NotFound('trainer')
    const action = await work(trx, trainer)
    const details = { trainer_id: trainerId }
    if (action) await audit(trx, { at: now, accountId: actorId, action, subject: cohortId, details })
  })
