import { expect, test } from 'vitest'
import { excerptOf } from '../../server/cohorts/discussion/digest/letter.ts'
import { lastRound, untoldSince } from '../../server/cohorts/discussion/digest/rounds.ts'
import { createDigests, writeDigests } from '../../server/cohorts/discussion/digest/write-digests.ts'
import { newId } from '../../server/platform/data/ids.ts'
import { limits } from '../../server/platform/web/limits.ts'
import { publicUrl } from '../support/app.ts'
import { givenDiscussion, idOf, sentTo } from '../support/discussions.ts'

const at = (text: string) => new Date(`${text}:00Z`)

test.each([
  ['2026-03-03T05:05', '2026-03-03T05:00'],
  ['2026-03-03T05:04', '2026-03-02T05:00'],
  ['2026-03-03T04:59', '2026-03-02T05:00'],
  ['2026-03-03T23:59', '2026-03-03T05:00'],
])('at %s the last round ended at %s', (now, round) => {
  expect(lastRound(at(now))).toEqual(at(round))
})

test.each([
  ['never told', { digest_until: null, joined_at: null }, '2026-02-28T05:00'],
  ['joined since', { digest_until: null, joined_at: at('2026-03-30T12:00') }, '2026-03-30T12:00'],
  [
    'told since they joined',
    { digest_until: at('2026-03-30T05:00'), joined_at: at('2026-03-02T09:00') },
    '2026-03-30T05:00',
  ],
  ['told long ago', { digest_until: at('2026-01-01T05:00'), joined_at: null }, '2026-02-28T05:00'],
])('who was %s is told from then on, and of nothing older than a month', (_, reader, since) => {
  expect(untoldSince(reader, at('2026-03-31T05:00'))).toEqual(at(since))
})

test.each([
  ['a short text', 'Who signs?', 'Who signs?'],
  ['several lines', 'Who\n\nsigns?\t', 'Who signs? '],
  ['200 signs', '😀'.repeat(200), '😀'.repeat(200)],
  ['201 signs', '😀'.repeat(201), `${'😀'.repeat(200)}…`],
])('the beginning of %s is one line', (_, text, beginning) => {
  expect(excerptOf(text)).toBe(beginning)
})

async function givenLetters() {
  const given = await givenDiscussion()
  const services = { db: given.db, mail: given.app.mail, publicUrl }
  const digest = () => writeDigests(services, given.clock.now())
  /** The digests that were sent from now on. */
  const news = async () => (await given.letters()).filter(({ text }) => text.includes('#letters'))
  const ask: typeof given.ask = (person, words) => {
    given.clock.pass(60_000) // what was written as somebody came is not new to them
    return given.ask(person, words)
  }
  return { ...given, ask, services, digest, news, on: (moment: string) => given.clock.set(at(moment)) }
}

test('once a day everybody is told in their language what others wrote, in one letter, and nobody of their own', async () => {
  const { trainer, room, givenMember, ask, reply, digest, news, on, clock } = await givenLetters()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté', { language: 'fr' })
  await digest()
  expect(await news()).toEqual([])
  const long = 'w'.repeat(150)
  const thread = await ask(amina, { title: 'Who signs?', text: `${long} ${long}` })
  clock.pass(1_000)
  await reply(trainer, thread, 'The minister,\nby article 4.')
  await digest()
  expect(await news()).toEqual([]) // not before five in the morning
  on('2026-03-03T05:05')
  await digest()
  const sent = await news()
  expect(sent).toHaveLength(3)
  const [french] = sentTo(sent, moussa)
  expect(french?.subject).toBe('Du nouveau dans la discussion de Deal team Kandra 2026')
  expect(french?.text).toContain('Bonjour Moussa Kanté,\n\n2 messages sont nouveaux pour vous')
  expect(french?.text).toContain(
    `Who signs?\n${publicUrl}${thread}\nAmina Darwe\u00a0: ${long} ${'w'.repeat(49)}…\nJoseph Okra\u00a0: The minister, by article 4.\n`,
  )
  expect(french?.text).toContain(`Vous pouvez l’arrêter sur la page de la cohorte\u00a0:\n${publicUrl}${room}#letters`)
  const [hers] = sentTo(sent, amina)
  expect(hers?.text).toContain('Joseph Okra: The minister, by article 4.')
  expect(hers?.text).toContain('One post is new to you')
  expect(hers?.text).not.toContain('Amina Darwe:')
  expect(sentTo(sent, trainer)[0]?.text).not.toContain('Joseph Okra:')
  for (const { text } of sent) for (const person of [amina, moussa, trainer]) expect(text).not.toContain(person.email)

  await digest()
  on('2026-03-04T05:05')
  await digest() // nothing new, no letter
  expect(await news()).toHaveLength(3)
})

test('what somebody has read in the system is not told again', async () => {
  const { trainer, room, givenMember, ask, reply, digest, news, on, clock } = await givenLetters()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté')
  const thread = await ask(trainer)
  clock.pass(60_000)
  await amina.get(room) // which shows that there is something, and no words
  await moussa.get(thread)
  on('2026-03-03T05:05')
  await digest()
  expect(sentTo(await news(), amina)).toHaveLength(1)
  expect(sentTo(await news(), moussa)).toEqual([])
  await reply(trainer, thread, 'After the visit.')
  on('2026-03-04T05:05')
  await digest()
  expect(sentTo(await news(), moussa)[0]?.text).toContain('One post is new to you')
  expect(sentTo(await news(), moussa)[0]?.text).toContain('After the visit.')
})

test('two processes send one letter, and what was missed while the program was down comes in one', async () => {
  const { db, services, trainer, givenMember, ask, reply, news, on, clock } = await givenLetters()
  const amina = await givenMember('Amina Darwe')
  const thread = await ask(trainer, { title: 'The first day' })
  const [one, other] = [createDigests(services), createDigests(services)]
  const both = async () => {
    await Promise.all([one(clock.now()), other(clock.now())])
    await Promise.all([other(clock.now()), one(clock.now())])
  }
  on('2026-03-03T06:00')
  await both()
  expect(sentTo(await news(), amina)).toHaveLength(1)
  await reply(trainer, thread, 'On the third.')
  on('2026-03-04T09:00')
  await reply(trainer, thread, 'On the fourth.')
  on('2026-03-05T21:00')
  await reply(trainer, thread, 'Too late for this letter.')
  await both()
  const [, second, ...more] = sentTo(await news(), amina)
  expect(more).toEqual([])
  expect(second?.text).toMatch(/On the third\.[\s\S]*On the fourth\./)
  expect(second?.text).not.toContain('Too late')
  const rows = db.selectFrom('discussion_digests').select('digest_until').where('account_id', '=', amina.id)
  expect(await rows.execute()).toEqual([{ digest_until: at('2026-03-05T05:00') }])
})

test('a letter that could not be queued is not said to be sent, and keeps nobody from theirs', async () => {
  const { services, trainer, givenMember, ask, digest, news, on, clock } = await givenLetters()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté')
  await ask(trainer)
  on('2026-03-03T06:00')
  const queue: typeof services.mail.queue = (trx, letter) =>
    letter.to === amina.email ? Promise.reject(new Error('no post office')) : services.mail.queue(trx, letter)
  const mail = { queue }
  const broken = createDigests({ ...services, mail })
  await expect(broken(clock.now())).rejects.toThrow('no post office')
  await expect(broken(clock.now())).rejects.toThrow('no post office') // a round that failed is tried again
  expect((await news()).map(({ to }) => to)).toEqual([moussa.email])
  await digest()
  expect((await news()).map(({ to }) => to)).toEqual([moussa.email, amina.email])
})

test('who stops the letters gets none, who wants them again is told of what comes then, and others go on', async () => {
  const { trainer, room, givenMember, ask, reply, digest, news, on } = await givenLetters()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté')
  const stop = await amina.post(`${room}/digest`, { wanted: 'no' })
  expect([stop.status, stop.location]).toEqual([303, `${room}#letters`])
  await amina.post(`${room}/digest`, { wanted: 'no' })
  expect((await amina.get(room)).words).toContain('No letters come about the discussion.')
  expect((await moussa.get(room)).words).toContain('Stop these letters')
  const thread = await ask(trainer, { text: 'Missed.' })
  on('2026-03-03T05:05')
  await digest()
  expect(sentTo(await news(), amina)).toEqual([])
  expect(sentTo(await news(), moussa)).toHaveLength(1)
  await amina.post(`${room}/digest`, { wanted: 'yes' })
  on('2026-03-03T09:00')
  await reply(trainer, thread, 'Told.')
  on('2026-03-04T05:05')
  await digest()
  const [letter] = sentTo(await news(), amina)
  expect(letter?.text).toContain('Told.')
  expect(letter?.text).not.toContain('Missed.')
})

test('of a confidential cohort a letter says how much is new and where, and no word, title or name', async () => {
  const { trainer, room, givenMember, ask, digest, news, on, makeConfidential } = await givenLetters()
  await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté', { language: 'fr' })
  await makeConfidential()
  await ask(trainer, { title: 'Secret title', text: 'Secret words' })
  on('2026-03-03T05:05')
  await digest()
  const sent = await news()
  expect(sent).toHaveLength(2)
  for (const { subject, text } of sent) {
    for (const secret of ['Secret', 'Kandra', 'Joseph', 'Okra', 'Amina', 'Moussa'])
      expect(`${subject}\n${text}`).not.toContain(secret)
    expect(text).toContain(`${publicUrl}${room}\n`)
  }
  expect(sentTo(sent, moussa)[0]?.text).toContain('Un message est nouveau pour vous')
})

test('what is hidden or withdrawn stands in no letter, nor who has left, and who came later hears of nothing before', async () => {
  const { db, trainer, address, room, programme, givenMember, givenTrainer, ask, reply, digest, news, on } =
    await givenLetters()
  const amina = await givenMember('Amina Darwe')
  const hidden = await ask(amina, { title: 'A hidden question' })
  await reply(amina, hidden, 'Below a hidden question')
  const open = await ask(amina, { title: 'An open question' })
  const gone = await reply(amina, open, 'A withdrawn reply')
  await trainer.post(`${address}/posts/${idOf(hidden)}/hiding`)
  await amina.post(`${room}/posts/${gone}/withdrawal`)
  on('2026-03-02T20:00')
  const late = await givenMember('Late Comer')
  const colleague = await givenTrainer(programme, 'Marie Kossi') // of the programme, and not of the cohort
  on('2026-03-03T05:05')
  await digest()
  const sent = await news()
  expect(sent).toHaveLength(1)
  expect(sentTo(sent, trainer)[0]?.text).toContain('One post is new to you')
  expect(sentTo(sent, trainer)[0]?.text).not.toMatch(/hidden|withdrawn/i)
  for (const nobody of [amina, late, colleague]) expect(sentTo(sent, nobody)).toEqual([])
  await reply(amina, open, 'After the role was taken away')
  await db.deleteFrom('role_grants').where('account_id', '=', trainer.id).execute()
  on('2026-03-04T05:05')
  await digest()
  expect((await news()).map(({ to }) => to)).toEqual([trainer.email, late.email])
})

test('a busy day fills one letter, which says how much more there is, for however many people', async () => {
  const { db, trainer, cohortId, ask, digest, news, on, clock } = await givenLetters()
  const thread = await ask(trainer)
  const post = (n: number) => ({
    id: newId(),
    thread_id: idOf(thread),
    author_id: null,
    by_trainer: false,
    title: null,
    text: `Reply ${n}.`,
    written_at: new Date(clock.now().getTime() + n * 1_000),
  })
  const posts = Array.from({ length: limits.postsPerLetter + 3 }, (_, n) => post(n))
  await db.insertInto('discussion_posts').values(posts).execute()
  const template = await db.selectFrom('accounts').selectAll().where('id', '=', trainer.id).executeTakeFirstOrThrow()
  const people = Array.from({ length: limits.lettersAtOnce + 5 }, (_, n) => ({
    ...template,
    id: newId(),
    email: `many${n}@mines.example`,
  }))
  await db.insertInto('accounts').values(people).execute()
  const joined = people.map(({ id }) => ({ cohort_id: cohortId, learner_id: id, joined_at: new Date(0) }))
  await db.insertInto('cohort_members').values(joined).execute()
  on('2026-03-03T05:05')
  await digest()
  const sent = await news()
  expect(sent).toHaveLength(people.length + 1)
  expect(new Set(sent.map(({ to }) => to)).size).toBe(sent.length)
  const [theirs] = sent.filter(({ to }) => to !== trainer.email)
  expect(theirs?.text).toContain('24 posts are new to you')
  expect(theirs?.text).toContain('an erased account: Reply 18.')
  expect(theirs?.text).not.toContain('Reply 19.')
  expect(theirs?.text).toContain('And 4 more.')
})
