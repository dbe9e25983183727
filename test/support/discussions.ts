import { newId } from '../../server/platform/data/ids.ts'
import type { Language } from '../../server/platform/words/languages.ts'
import { startApp } from './app.ts'
import { cohortGivens } from './cohorts.ts'
import type { Person } from './givens.ts'

/** A cohort with its trainer and what its people write to each other. It begins on 2 March 2026 at nine. */
export async function givenDiscussion() {
  const app = await startApp()
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme)
  const room = `/learning${address}`
  const cohortId = address.split('/').at(-1) ?? ''

  async function givenMember(name: string, somebody: { language?: Language; institution?: string } = {}) {
    const person = await app.givenPerson({ name, ...somebody })
    await person.post(`/join/${code}`)
    return person
  }
  const question = { title: 'Who signs?', text: 'Who signs for the ministry?' }
  /** Opens a thread about the first module; gives its address. */
  async function ask(person: Person, words: Partial<typeof question> = {}): Promise<string> {
    const form = { form_id: newId(), ...question, ...words }
    const answer = await person.post(`${room}/modules/setting/threads`, form)
    if (answer.status !== 303) throw new Error(`Nothing was asked: ${answer.words}`)
    return answer.location ?? ''
  }
  /** Gives the id of the reply. */
  async function reply(person: Person, thread: string, text = 'The minister.'): Promise<string> {
    const answer = await person.post(`${thread}/posts`, { form_id: newId(), text })
    if (answer.status !== 303) throw new Error(`No reply was written: ${answer.words}`)
    return answer.location?.split('#post-')[1] ?? ''
  }
  const makeConfidential = () => app.db.updateTable('cohorts').set({ confidential: true }).execute()
  return { ...app, ...givens, programme, trainer, address, room, cohortId, givenMember, ask, reply, makeConfidential }
}

export const idOf = (thread: string): string => thread.split('/').at(-1) ?? ''
export const sentTo = (letters: { to: string; subject: string; text: string }[], person: Person) =>
  letters.filter(({ to }) => to === person.email)
