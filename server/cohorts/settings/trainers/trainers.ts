export type ProgrammeTrainer = { id: string; name: string; institution: string; in_cohort: boolean; lead: boolean }

/** Who leads changes the trainers. Where the lead is no longer a trainer of the programme, any of the cohort's may. */
export const mayChange = (trainers: Pick<ProgrammeTrainer, 'id' | 'in_cohort' | 'lead'>[], id: string): boolean => {
  const lead = trainers.find((one) => one.lead)
  return lead ? lead.id === id : trainers.some((one) => one.in_cohort && one.id === id)
}
