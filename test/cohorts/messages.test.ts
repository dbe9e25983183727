import { expect, test } from 'vitest'
import { newId } from '../../server/platform/data/ids.ts'
import { givenDiscussion, sentTo } from '../support/discussions.ts'

const words = {
  subject: 'Room 9 on Monday',
  text: 'We meet in room 9.\r\n\r\nBring https://mines.example/law (printed).',
}
const typed = 'We meet in room 9.\n\nBring https://mines.example/law (printed).'

test('a message goes to each member in a frame of their language, and is kept for who joins later', async () => {
  const { db, trainer, address, room, letters, givenMember, clock } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté', { language: 'fr' })
  const { status, location } = await trainer.post(`${address}/messages`, { form_id: newId(), ...words })
  expect(status).toBe(303)
  expect((await trainer.get(location ?? '')).words).toContain('Your message is on its way')
  const sent = await letters()
  const [english] = sentTo(sent, amina)
  expect(english?.subject).toBe('Deal team Kandra 2026: Room 9 on Monday')
  for (const part of [
    'Dear Amina Darwe,',
    'Joseph Okra writes to the cohort Deal team Kandra 2026',
    typed,
    trainer.email,
  ])
    expect(english?.text).toContain(part)
  const [french] = sentTo(sent, moussa)
  expect(french?.text).toMatch(/^Bonjour Moussa Kanté,\n\nJoseph Okra écrit à la cohorte Deal team Kandra 2026/)
  expect(french?.text).toContain(typed)
  expect(sent).toHaveLength(2)
  const link = /\/learning\/cohorts\/\S+/.exec(english?.text ?? '')?.[0] ?? ''

  clock.pass(86_400_000)
  const late = await givenMember('Habib Larouze')
  for (const reader of [late, amina, trainer]) {
    const page = await reader.get(link)
    expect(page.words).toContain('Room 9 on Monday Joseph Okra, 2 March 2026 at 09:00')
    expect(page.text).toContain('<a href="https://mines.example/law" rel="nofollow noopener" dir="ltr">')
  }
  expect((await late.get(room)).words).toContain('We meet in room 9.')
  const events = db.selectFrom('audit_events').selectAll().where('action', '=', 'cohort.message_sent')
  expect(await events.execute()).toMatchObject([{ account_id: trainer.id, details: { letters: 2 } }])
})

test('pressing twice, or at once, sends once, and a form that is changed and sent again is another message', async () => {
  const { db, trainer, address, letters, givenMember } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const form = { form_id: newId(), ...words }
  const press = () => trainer.post(`${address}/messages`, form)
  const answers = await Promise.all([press(), press(), press()])
  expect(new Set(answers.map(({ location }) => location)).size).toBe(1)
  await press()
  expect(sentTo(await letters(), amina)).toHaveLength(1)
  await trainer.post(`${address}/messages`, { ...form, text: 'No, in room 8.' })
  expect(sentTo(await letters(), amina)).toHaveLength(2)
  expect(await db.selectFrom('cohort_messages').select('id').execute()).toHaveLength(2)
})

test('of a confidential cohort no word of a message and no name leaves the house', async () => {
  const { trainer, address, room, letters, givenMember, makeConfidential } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté', { language: 'fr' })
  await makeConfidential()
  expect((await trainer.get(`${address}/messages`)).words).toContain('This cohort is confidential')
  await trainer.post(`${address}/messages`, { form_id: newId(), ...words })
  const sent = await letters()
  expect(sent).toHaveLength(2)
  for (const { subject, text } of sent)
    for (const secret of [
      'Room 9',
      'room 9',
      'Kandra',
      'Joseph',
      'Okra',
      'Amina',
      'Moussa',
      'mines.example',
      trainer.email,
    ])
      expect(`${subject}\n${text}`).not.toContain(secret)
  expect(sentTo(sent, amina)[0]?.text).toMatch(
    /One new message .*\n\n\S+\/learning\/cohorts\/[\w-]+\/messages\/[\w-]+\n/,
  )
  expect(sentTo(sent, moussa)[0]?.subject).toBe('Un nouveau message pour vous')
  expect((await amina.get(room)).words).toContain('We meet in room 9.')
})

test.each([
  ['no subject', { subject: ' ' }, 'Give the message a subject of one line'],
  ['a subject of two lines', { subject: 'One\r\nBcc: all@mines.example' }, 'Give the message a subject of one line'],
  ['a subject of 151 characters', { subject: 'x'.repeat(151) }, 'Give the message a subject of one line'],
  ['no text', { text: ' \n ' }, 'Write 1 to 5,000 characters'],
  ['a text that nobody can see', { text: '\u202e\u200b' }, 'Write 1 to 5,000 characters'],
  ['a text of 5,001 characters', { text: 'y'.repeat(5001) }, 'Write 1 to 5,000 characters'],
])('a message with %s is shown again with what was typed, and nothing is sent', async (_, wrong, sentence) => {
  const { db, trainer, address, letters, givenMember } = await givenDiscussion()
  await givenMember('Amina Darwe')
  const answer = await trainer.post(`${address}/messages`, {
    form_id: newId(),
    subject: 'Kept subject',
    text: 'Kept text',
    ...wrong,
  })
  expect(answer.status).toBe(422)
  expect(answer.words).toContain(sentence)
  expect(answer.text).toContain('subject' in wrong ? 'Kept text' : 'Kept subject')
  for (const long of ['x'.repeat(151), 'y'.repeat(5001)])
    if (Object.values(wrong).includes(long)) expect(answer.text).toContain(long)
  expect(await letters()).toEqual([])
  expect(await db.selectFrom('cohort_messages').select('id').execute()).toEqual([])
})

test('only who leads the cohort writes, and only its people read', async () => {
  const { trainer, address, room, programme, letters, givenMember, givenPerson, givenTrainer } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const { location } = await trainer.post(`${address}/messages`, { form_id: newId(), ...words })
  const message = `${room}/messages/${location?.split('sent=')[1]}`
  const before = (await letters()).length
  const colleague = await givenTrainer(programme, 'Marie Kossi')
  const stranger = await givenPerson({ name: 'A Stranger' })
  for (const other of [amina, colleague, stranger]) {
    expect((await other.get(`${address}/messages`)).status).toBe(404)
    expect((await other.post(`${address}/messages`, { form_id: newId(), ...words })).status).toBe(404)
  }
  for (const other of [colleague, stranger])
    for (const page of [room, message, `${room}/messages`]) expect((await other.get(page)).status).toBe(404)
  expect((await amina.get(message)).status).toBe(200)
  expect((await amina.get(`${room}/messages/${newId()}`)).status).toBe(404)
  expect(await letters()).toHaveLength(before)
})

test('a list of many messages has pages, the newest first, and the cohort’s page names five', async () => {
  const { db, trainer, address, room, cohortId, givenMember, clock } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const rows = Array.from({ length: 53 }, (_, n) => ({
    id: newId(),
    cohort_id: cohortId,
    author_id: null,
    subject: `Message ${String(n).padStart(2, '0')}`,
    text: `Words ${n}`,
    recipients: 1,
    sent_at: new Date(clock.now().getTime() + n * 60_000),
  }))
  await db.insertInto('cohort_messages').values(rows).execute()
  for (const [reader, list] of [
    [trainer, `${address}/messages`],
    [amina, `${room}/messages`],
  ] as const) {
    const { words: first } = await reader.get(list)
    expect(first.indexOf('Message 52')).toBeLessThan(first.indexOf('Message 03'))
    expect(first).not.toContain('Message 02')
    expect(first).toContain('an erased account')
    expect((await reader.get(`${list}?page=2`)).words).toContain('Message 02')
  }
  const { words: page, text } = await amina.get(room)
  expect(page).toContain('Words 52')
  expect(page).not.toContain('Words 51')
  expect(text.match(/messages\/[\w-]{36}/g)).toHaveLength(5)
})

test('words that are code are shown as words', async () => {
  const { trainer, address, room, givenMember } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const code = '<script>alert(1)</script> {name} %s'
  await trainer.post(`${address}/messages`, { form_id: newId(), subject: code, text: code })
  for (const page of [await amina.get(room), await trainer.get(`${address}/messages`)]) {
    expect(page.words).toContain(code)
    expect(page.text).not.toContain('<script>alert')
  }
})

test('the learner’s own page leads to the cohort, which tells its course, dates, place and trainers', async () => {
  const { db, room, address, trainer, givenMember } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  await db.updateTable('cohorts').set({ place: 'Kandra, room 12', host_institution: 'Mining School' }).execute()
  expect((await amina.get('/learning')).text).toContain(`href="${room}"`)
  const { words } = await amina.get(room)
  for (const part of [
    'Deal team Kandra 2026',
    'Before the table',
    '2 March 2026',
    '10 April 2026',
    'Kandra, room 12',
    'Mining School',
    'Joseph Okra',
  ])
    expect(words).toContain(part)
  expect(words).toContain('Last day 10 April 2026, until midnight (Africa/Monrovia)')
  const more = { extra_time_percent: '0', closes_on: '2026-04-14', reason: 'Travelled for two weeks' }
  await trainer.post(`${address}/people/${amina.id}/accommodation`, more)
  expect((await amina.get(room)).words).toContain('14 April 2026, until midnight (Africa/Monrovia): a day of your own')
})
