import { readSheet } from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { newId } from '../../server/platform/data/ids.ts'
import { limits } from '../../server/platform/web/limits.ts'
import type { TestBrowser } from '../support/browser.ts'
import { recordStatements } from '../support/database.ts'
import { givenDiscussion, idOf } from '../support/discussions.ts'

test('learners and trainers of the cohort ask and reply, each by name, institution and the cohort’s time', async () => {
  const { db, trainer, room, givenMember, ask, reply, clock } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté', { language: 'fr', institution: 'Treasury' })
  await db.updateTable('cohorts').set({ time_zone: 'Africa/Nairobi' }).execute()
  expect((await amina.get(`${room}/modules/setting`)).words).toContain('Nobody has asked about this module yet.')
  const thread = await ask(amina, { text: 'Who signs? See https://mines.example/law.\n\nThe minister?' })
  clock.pass(60_000)
  await reply(moussa, thread, 'In our ministry, the minister.')
  clock.pass(60_000)
  await reply(trainer, thread, 'The minister, by article 4.')
  const { words, text } = await amina.get(thread)
  expect(words).toContain('Who signs? Question Amina Darwe, Ministry of Mines · 2 March 2026 at 12:00')
  expect(words).toMatch(
    /Moussa Kanté, Treasury · 2 March 2026 at 12:01 .* In our ministry.*Joseph Okra, Ministry of Mines · Trainer ·/,
  )
  expect(text).toContain(
    '<a href="https://mines.example/law" rel="nofollow noopener" dir="ltr">https://mines.example/law</a>.',
  )
  for (const page of [text, (await trainer.get(thread)).text, (await amina.get(`${room}/modules/setting`)).text])
    for (const person of [amina, moussa, trainer]) expect(page).not.toContain(person.email)
  expect((await trainer.get(`${room}/modules/setting`)).words).toMatch(
    /Who signs\? Amina Darwe · 2 replies\. Last post on 2 March 2026 at 12:02/,
  )
  expect((await moussa.get(room)).words).toMatch(/One question\. Last post on|Une question\. Dernier message le/)
})

test('what is pressed twice is written once, also at the same moment, and a changed text is another post', async () => {
  const { db, room, givenMember } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const form = { form_id: newId(), title: 'Who signs?', text: 'Who?' }
  const press = () => amina.post(`${room}/modules/setting/threads`, form)
  const answers = [...(await Promise.all([press(), press(), press()])), await press()]
  expect(new Set(answers.map(({ location }) => location)).size).toBe(1)
  const thread = answers[0]?.location ?? ''
  const answer = { form_id: newId(), text: 'The minister.' }
  const send = (text = answer.text) => amina.post(`${thread}/posts`, { ...answer, text })
  const sent = await Promise.all([send(), send(), send()])
  expect(new Set(sent.map(({ location }) => location)).size).toBe(1)
  await send('The treasury.')
  const posts = await db.selectFrom('discussion_posts').select('text').orderBy('text').execute()
  expect(posts.map(({ text }) => text)).toEqual(['The minister.', 'The treasury.', 'Who?'])
})

test('two people who write at once both stand', async () => {
  const { givenMember, ask, reply } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté')
  const thread = await ask(amina)
  await Promise.all([reply(amina, thread, 'From Amina.'), reply(moussa, thread, 'From Moussa.')])
  const { words } = await amina.get(thread)
  expect(words).toContain('From Amina.')
  expect(words).toContain('From Moussa.')
})

test('of two answers marked at once one is the answer, shown at the top and in the list, until it is unmarked', async () => {
  const { db, trainer, address, room, givenMember, ask, reply } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const thread = await ask(amina)
  const [first, second] = [await reply(amina, thread, 'The treasury.'), await reply(amina, thread, 'The minister.')]
  const mark = (id: string) => trainer.post(`${address}/posts/${id}/answer`)
  await Promise.all([mark(first), mark(second), mark(first), mark(second)])
  expect(await db.selectFrom('discussion_answers').select('thread_id').execute()).toHaveLength(1)
  await mark(second)
  const { words } = await amina.get(thread)
  expect(words).toMatch(
    /Question .*The answer, marked by a trainer Amina Darwe.* The minister\. .*Replies .*The treasury\./,
  )
  expect((await amina.get(`${room}/modules/setting`)).words).toContain('Answered')
  expect((await amina.post(`${address}/posts/${second}/answer`)).status).toBe(404)
  expect((await trainer.post(`${address}/posts/${idOf(thread)}/answer`)).status).toBe(404) // a question is no answer
  await trainer.post(`${address}/posts/${second}/answer/removal`)
  await trainer.post(`${address}/posts/${second}/answer/removal`)
  expect((await amina.get(thread)).words).not.toContain('The answer, marked')
  expect((await amina.get(`${room}/modules/setting`)).words).not.toContain('Answered')
})

test('a report is kept once a person, waits first in the trainers’ list and on the cohort’s page, and is settled', async () => {
  const { db, trainer, address, room, givenMember, ask, reply, clock } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté')
  const thread = await ask(amina)
  const rude = await reply(amina, thread, 'A rude word.')
  clock.pass(60_000)
  const later = await reply(amina, thread, 'A later word.')
  expect((await trainer.get(address)).words).not.toContain('reported')
  const report = (person: TestBrowser, id: string, reason: string) =>
    person.post(`${room}/posts/${id}/report`, { reason })
  await report(moussa, later, 'Looked at before.')
  await trainer.post(`${address}/posts/${later}/settlement`)
  expect((await moussa.get(`${room}/posts/${rude}/report`)).words).toContain('the author does not')
  const answers = await Promise.all([report(moussa, rude, 'It is rude.'), report(moussa, rude, 'It is rude.')])
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  expect((await moussa.get(answers[0]?.location?.split('#')[0] ?? '')).words).toContain(
    'Reported. The trainers will look at it.',
  )
  await report(moussa, rude, 'It is rude.')
  clock.pass(60_000)
  await report(trainer, rude, 'I agree.')
  const kept = db.selectFrom('discussion_reports').select('reason').where('post_id', '=', rude).orderBy('reason')
  expect((await kept.execute()).map(({ reason }) => reason)).toEqual(['I agree.', 'It is rude.'])
  expect((await trainer.get(address)).words).toContain('One post of the discussion is reported')
  const { words } = await trainer.get(`${address}/reported-posts`)
  expect(words).toMatch(/A rude word\. It is rude\. Moussa Kanté, .*A later word\. Looked at before\..*Looked at\./)
  expect((await amina.get(thread)).words).not.toContain('It is rude.')

  await trainer.post(`${address}/posts/${rude}/settlement`, { from: 'reported-posts' })
  expect((await trainer.get(address)).words).not.toContain('is reported')
  expect((await amina.get(thread)).words).toContain('A rude word.')
  expect((await trainer.get(`${address}/reported-posts`)).words).not.toContain('Leave it standing')
})

test('a hidden post is read by its author and the trainers alone, and can be shown again', async () => {
  const { trainer, address, room, givenMember, ask, reply } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté')
  const thread = await ask(amina)
  const rude = await reply(amina, thread, 'A rude word.')
  await moussa.post(`${room}/posts/${rude}/report`, { reason: 'It is rude.' })
  await trainer.post(`${address}/posts/${rude}/answer`)
  const hide = () => trainer.post(`${address}/posts/${rude}/hiding`, { from: 'reported-posts' })
  expect((await hide()).location).toBe(`${address}/reported-posts`)
  await hide()
  const { words, text } = await moussa.get(thread)
  expect(words).toContain('Hidden by a trainer')
  expect(text).not.toContain('A rude word.')
  expect((await moussa.get(`${room}/modules/setting`)).words).not.toContain('Answered')
  for (const reader of [amina, trainer]) expect((await reader.get(thread)).words).toContain('A rude word.')
  expect((await trainer.get(address)).words).not.toContain('is reported')
  expect((await trainer.get(`${address}/reported-posts`)).words).toContain('Show again')
  for (const answer of [
    await moussa.get(`${room}/posts/${rude}/report`),
    await moussa.post(`${room}/posts/${rude}/report`, { reason: 'x' }),
  ]) {
    expect(answer.status).toBe(409)
    expect(answer.words).toContain('A trainer has hidden this post')
  }
  expect((await trainer.post(`${address}/posts/${rude}/answer`)).status).toBe(409)
  await trainer.post(`${address}/posts/${rude}/showing`)
  expect((await moussa.get(thread)).words).toMatch(/The answer, marked by a trainer .*A rude word\./)
})

test('a hidden question hides its title too, and a reply that arrives then is given back', async () => {
  const { db, trainer, address, room, givenMember, ask } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté')
  const thread = await ask(amina, { title: 'A rude title' })
  await trainer.post(`${address}/posts/${idOf(thread)}/hiding`)
  const answer = await moussa.post(`${thread}/posts`, { form_id: newId(), text: 'My long reply' })
  expect(answer.status).toBe(409)
  expect(answer.words).toContain('A trainer has hidden this question meanwhile. Your words are kept below')
  expect(answer.text).toContain('My long reply')
  for (const page of [thread, `${room}/modules/setting`]) {
    expect((await moussa.get(page)).text).not.toContain('A rude title')
    expect((await amina.get(page)).words).toContain('A rude title')
  }
  expect((await moussa.get(thread)).text).not.toContain('name="text"')
  expect(await db.selectFrom('discussion_posts').select('id').execute()).toHaveLength(1)
})

test('who withdraws a post takes its words from everybody and keeps its place', async () => {
  const { db, trainer, address, room, givenMember, ask, reply } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté')
  const thread = await ask(amina)
  const mine = await reply(moussa, thread, 'Said too soon.')
  await amina.post(`${room}/posts/${mine}/report`, { reason: 'Too soon.' })
  for (const other of [amina, trainer]) expect((await other.post(`${room}/posts/${mine}/withdrawal`)).status).toBe(404)
  for (const press of [1, 2])
    expect([press, (await moussa.post(`${room}/posts/${mine}/withdrawal`)).status]).toEqual([press, 303])
  for (const reader of [amina, moussa, trainer]) {
    const { words } = await reader.get(thread)
    expect(words).toMatch(/Moussa Kanté, .* Withdrawn by its author/)
    expect(words).not.toContain('Said too soon.')
  }
  expect((await trainer.get(address)).words).not.toContain('is reported')
  for (const deed of ['hiding', 'showing', 'answer'])
    expect((await trainer.post(`${address}/posts/${mine}/${deed}`)).status).toBe(409)
  expect((await amina.post(`${room}/posts/${mine}/report`, { reason: 'x' })).words).toContain('withdrawn by its author')
  await amina.post(`${room}/posts/${idOf(thread)}/withdrawal`)
  expect((await moussa.post(`${thread}/posts`, { form_id: newId(), text: 'Kept?' })).words).toContain(
    'The author has withdrawn this question meanwhile',
  )
  expect((await moussa.get(`${room}/modules/setting`)).words).toContain('Withdrawn by its author')
  const stored = await db.selectFrom('discussion_posts').select(['title', 'text']).orderBy('title').execute()
  expect(stored).toEqual([
    { title: '', text: '' },
    { title: null, text: '' },
  ])
})

test('nobody outside the cohort reads, writes, reports or moderates', async () => {
  const {
    trainer,
    address,
    room,
    programme,
    cohortId,
    givenMember,
    givenPerson,
    givenTrainer,
    givenCohort,
    ask,
    reply,
  } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const thread = await ask(amina)
  const post = await reply(amina, thread)
  const colleague = await givenTrainer(programme, 'Marie Kossi')
  const theirs = await givenCohort(colleague, programme, { name: 'Another cohort' })
  const neighbour = await givenPerson({ name: 'A Neighbour' })
  await neighbour.post(`/join/${theirs.code}`)
  const form = { form_id: newId(), title: 'A title', text: 'A text', reason: 'A reason' }
  for (const other of [neighbour, colleague]) {
    for (const page of [
      room,
      thread,
      `${room}/modules/setting`,
      `${room}/posts/${post}/report`,
      `${address}/reported-posts`,
    ])
      expect([page, (await other.get(page)).status]).toEqual([page, 404])
    for (const action of [
      `${room}/modules/setting/threads`,
      `${thread}/posts`,
      `${room}/posts/${post}/report`,
      `${room}/posts/${post}/withdrawal`,
      `${room}/digest`,
      `${address}/posts/${post}/hiding`,
      `${address}/posts/${post}/answer`,
    ])
      expect([action, (await other.post(action, form)).status]).toEqual([action, 404])
    // Nor by way of the cohort that is theirs.
    const own = (path: string) => path.replace(cohortId, idOf(theirs.address))
    expect((await other.get(own(thread))).status).toBe(404)
    expect((await other.post(own(`${thread}/posts`), form)).status).toBe(404)
    expect((await other.post(own(`${room}/posts/${post}/report`), form)).status).toBe(404)
    expect((await other.post(own(`${address}/posts/${post}/hiding`), form)).status).toBe(404)
  }
  expect((await amina.post(`${address}/posts/${post}/hiding`)).status).toBe(404)
  expect((await amina.get(`${room}/modules/nowhere`)).status).toBe(404)
  expect((await amina.post(`${room}/modules/nowhere/threads`, form)).status).toBe(404)
  expect((await trainer.get(thread)).words).not.toContain('A text')
})

test.each([
  ['no title', { title: ' ' }, 'Write the question in one line'],
  ['a title of two lines', { title: 'One\nTwo' }, 'Write the question in one line'],
  ['a title of 151 characters', { title: 'x'.repeat(151) }, 'Write the question in one line'],
  ['no text', { text: ' \n' }, 'Write 1 to 3,000 characters'],
  ['a text that nobody can see', { text: '\u200b\u202e' }, 'Write 1 to 3,000 characters'],
  ['a text of 3,001 characters', { text: 'y'.repeat(3001) }, 'Write 1 to 3,000 characters'],
])('a question with %s is shown again whole', async (_, wrong, sentence) => {
  const { db, room, givenMember } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const form = { form_id: newId(), title: 'Kept title', text: 'Kept text', ...wrong }
  const answer = await amina.post(`${room}/modules/setting/threads`, form)
  expect(answer.status).toBe(422)
  expect(answer.words).toContain(sentence)
  expect(answer.text).toContain('title' in wrong ? 'Kept text' : 'Kept title')
  for (const long of ['x'.repeat(151), 'y'.repeat(3001)])
    if (Object.values(wrong).includes(long)) expect(answer.text).toContain(long)
  expect(await db.selectFrom('discussion_threads').select('id').execute()).toEqual([])
})

test('a reply without words and a report without a reason are shown again', async () => {
  const { room, givenMember, ask } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const thread = await ask(amina)
  const long = 'y'.repeat(3001)
  for (const text of ['', long]) {
    const answer = await amina.post(`${thread}/posts`, { form_id: newId(), text })
    expect(answer.status).toBe(422)
    expect(answer.words).toContain('Write 1 to 3,000 characters')
    expect(answer.text).toContain(text)
  }
  for (const reason of ['', 'z'.repeat(501)]) {
    const answer = await amina.post(`${room}/posts/${idOf(thread)}/report`, { reason })
    expect(answer.status).toBe(422)
    expect(answer.words).toContain('Write a reason of 1 to 500 characters')
    expect(answer.text).toContain(reason)
  }
})

test('who posts too fast is told to wait and keeps the words; others go on', async () => {
  const { db, givenMember, ask, reply, clock } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté')
  const thread = await ask(amina)
  for (let n = 1; n < limits.postsPerMinute; n += 1) await reply(amina, thread, `Reply ${n}`)
  const last = { form_id: newId(), text: 'One too many' }
  const answer = await amina.post(`${thread}/posts`, last)
  expect(answer.status).toBe(429)
  expect(answer.words).toContain('You have posted 5 times within a minute. Your words are kept below')
  expect(answer.text).toContain('One too many')
  expect(
    (await amina.post(`${thread.split('/threads')[0]}/modules/setting/threads`, { ...last, title: 'Kept title' })).text,
  ).toContain('Kept title')
  await reply(moussa, thread, 'Another person')
  clock.pass(60_001)
  expect((await amina.post(`${thread}/posts`, last)).status).toBe(303)

  const many = Array.from({ length: limits.postsPerHour }, (_, n) => ({
    id: newId(),
    thread_id: idOf(thread),
    author_id: amina.id,
    by_trainer: false,
    title: null,
    text: `Old ${n}`,
    written_at: new Date(clock.now().getTime() - 120_000 - n * 1_000),
  }))
  await db.insertInto('discussion_posts').values(many).execute()
  clock.pass(60_001)
  const hour = await amina.post(`${thread}/posts`, { form_id: newId(), text: 'And one more' })
  expect(hour.status).toBe(429)
  expect(hour.words).toContain('40 times within an hour')
})

test('code in names, titles and texts is shown as words', async () => {
  const { trainer, address, room, givenMember, ask, reply } = await givenDiscussion()
  const code = '<script>alert(1)</script> {x} &amp; "quoted"'
  const odd = await givenMember('<b>Bold</b> Name', { institution: '<i>Ministry</i>' })
  const thread = await ask(odd, { title: code, text: code })
  const post = await reply(odd, thread, code)
  await trainer.post(`${address}/posts/${post}/answer`)
  await trainer.post(`${room}/posts/${post}/report`, { reason: code })
  const pages = [thread, `${room}/modules/setting`, `${address}/reported-posts`]
  for (const page of pages) {
    const { text, words } = await trainer.get(page)
    expect(text).not.toMatch(/<script>alert|<b>Bold|<i>Ministry/)
    expect(words).toContain(code)
    expect(words).toContain('<b>Bold</b> Name')
  }
})

test('long discussions have pages, a new reply leads to its own, and no page costs more statements', async () => {
  const { db, cohortId, room, givenMember, ask, reply, clock } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const thread = await ask(amina)
  const later = (n: number) => new Date(clock.now().getTime() + n * 1_000)
  const post = (thread_id: string, n: number, title: string | null) => ({
    id: title ? thread_id : newId(),
    thread_id,
    author_id: null,
    by_trainer: false,
    title,
    text: `Reply ${n}.`,
    written_at: later(n),
  })
  await db
    .insertInto('discussion_posts')
    .values(Array.from({ length: 20 }, (_, n) => post(idOf(thread), n + 1, null)))
    .execute()
  clock.pass(60_000)
  const answer = await amina.post(`${thread}/posts`, { form_id: newId(), text: 'The twenty-first.' })
  expect(answer.location).toMatch(/threads\/[\w-]+\?page=2#post-[\w-]+$/)
  const first = await amina.get(thread)
  expect(first.words).toContain('Who signs for the ministry?')
  expect(first.words).toContain('Reply 20.')
  expect(first.words).toContain('an erased account')
  expect(first.words).not.toContain('The twenty-first.')
  const second = await amina.get(`${thread}?page=2`)
  expect(second.words).toContain('The twenty-first.')
  expect(second.words).not.toContain('Reply 20.')

  const ids = Array.from({ length: 52 }, () => newId())
  await db
    .insertInto('discussion_threads')
    .values(ids.map((id) => ({ id, cohort_id: cohortId, module: 'setting' })))
    .execute()
  await db
    .insertInto('discussion_posts')
    .values(ids.map((id, n) => post(id, 100 + n, `Question ${n}.`)))
    .execute()
  clock.pass(60_000)
  for (const page of [thread, `${room}/modules/setting`, room]) {
    clock.pass(6_000)
    const recorder = recordStatements()
    await amina.get(page)
    recorder.stop()
    expect(recorder.statements.length).toBeLessThanOrEqual(2)
  }
  const list = await amina.get(`${room}/modules/setting`)
  expect(list.words.indexOf('Question 51.')).toBeLessThan(list.words.indexOf('Question 2.'))
  expect(list.words).not.toContain('Question 1.')
  expect((await amina.get(`${room}/modules/setting?page=2`)).words).toContain('Who signs?')
  clock.pass(120_000)
  await reply(amina, thread, 'Back at the top.')
  expect((await amina.get(`${room}/modules/setting`)).words).toContain('Who signs?')
})

test('whoever is erased loses the name, and the words and their place stay', async () => {
  const { db, trainer, address, room, givenMember, ask, reply } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const moussa = await givenMember('Moussa Kanté')
  const thread = await ask(moussa)
  const post = await reply(moussa, thread, 'Said before.')
  await moussa.post(`${room}/posts/${post}/report`, { reason: 'My own.' })
  await db.deleteFrom('accounts').where('id', '=', moussa.id).execute()
  for (const page of [thread, `${room}/modules/setting`]) {
    const { words } = await amina.get(page)
    expect(words).toContain('an erased account')
    expect(words).not.toContain('Moussa')
  }
  expect((await amina.get(thread)).words).toContain('Said before.')
  expect((await trainer.get(`${address}/reported-posts`)).words).toContain('My own. an erased account')
})

test('nothing of the discussion or the messages is in the gradebook’s files', async () => {
  const { app, trainer, address, givenMember, ask, reply } = await givenDiscussion()
  const amina = await givenMember('Amina Darwe')
  const thread = await ask(amina, { title: 'Secret title', text: 'Secret question' })
  await reply(trainer, thread, 'Secret reply')
  await trainer.post(`${address}/messages`, { form_id: newId(), subject: 'Secret subject', text: 'Secret message' })
  const cookie = [...trainer.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const file = async (kind: string) =>
    (await app.inject({ url: `${address}/gradebook.${kind}`, headers: { cookie } })).rawPayload
  const csv = (await file('csv')).toString()
  const sheet = JSON.stringify(await readSheet(await file('xlsx')))
  for (const text of [csv, sheet]) {
    expect(text).toContain('Amina Darwe')
    expect(text).not.toContain('Secret')
  }
})
