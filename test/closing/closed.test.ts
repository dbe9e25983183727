import { expect, test } from 'vitest'
import { newId } from '../../server/platform/data/ids.ts'
import { beforeTheTable } from '../support/cohorts.ts'
import { givenScript } from '../support/scripts.ts'
import { afterTheEnd, type ClosingGivens, givenClosing } from './closing-givens.ts'

const team = {
  institution: 'Ministry of Finance',
  country_code: 'LR',
  places: '3',
  contact_name: 'Comfort Sah',
  contact_email: 'contact@finance.example',
  language: 'en',
}

const discussed = 'setting'

/** A cohort with something of every kind in it, and another that stays open. */
async function givenFullCohort() {
  const given = await givenClosing()
  const { app, address, trainer, programme, code, cohortId } = given
  const second = await given.givenTrainer(programme, 'Second Trainer')
  await trainer.post(`${address}/trainers`, { trainer_id: second.id })
  const learner = await given.givenEarner({ name: 'Amina Darwe' })
  const gone = await given.givenMember({ name: 'Soon Gone' })
  await app.passQuiz(gone, beforeTheTable, 'people', 2)
  const scriptId = await givenScript(app, gone.id, cohortId)
  const note = { note_id: newId(), note: 'Asked for a call after the second session.' }
  await trainer.post(`${address}/people/${learner.id}/notes`, note)
  await trainer.post(`${address}/people/${gone.id}/notes`, { ...note, note_id: newId() })
  const day = { title: 'Day 1', held_on: '2026-03-02', from_time: '09:00', to_time: '16:30', place: 'Room 9' }
  const { location: session = '' } = await trainer.post(`${address}/sessions`, day)
  const { location: empty = '' } = await trainer.post(`${address}/sessions`, { ...day, title: 'Nobody came' })
  const list = { present: [learner.id, gone.id], note: 'List signed at the door' }
  await trainer.post(`${session}/attendance`, list)
  const waiver = { correction_kind: 'waived', correction_reason: 'Two of the options say the same.' }
  await trainer.post(`${address}/items/people/interests/regrades`, waiver)
  const invited = [2, 'Invited Person', 'invited@mines.example', 'Ministry of Mines', 'LR', 'en', '']
  await trainer.post(`${address}/invitations`, { rows: JSON.stringify([invited]) })
  await trainer.post(`${address}/teams`, team)
  await app.letters()
  const { id: teamId } = await app.db.selectFrom('cohort_teams').select('id').executeTakeFirstOrThrow()
  const { id: invitationId } = await app.db.selectFrom('invitations').select('id').executeTakeFirstOrThrow()
  const waiting = await app.givenPerson({ name: 'Waits For A Place' })
  await app.db
    .insertInto('cohort_waiting')
    .values({ cohort_id: cohortId, learner_id: waiting.id, asked_at: app.clock.now() })
    .execute()
  await app.db
    .insertInto('cohort_letters')
    .values({
      id: newId(),
      cohort_id: cohortId,
      learner_id: gone.id,
      author_id: second.id,
      press: newId(),
      reasons: ['quiet'],
      subject: 'A word',
      text: 'Do go on.',
      sent_at: app.clock.now(),
    })
    .execute()
  await trainer.post(`${address}/messages`, { form_id: newId(), subject: 'Welcome', text: 'We begin on Monday.' })
  const inCohort = `/learning/cohorts/${cohortId}`
  const words = { form_id: newId(), title: 'Who signs?', text: 'The minister or the agency?' }
  const { location: thread } = await learner.post(`${inCohort}/modules/${discussed}/threads`, words)
  await gone.post(`${thread}/posts`, { form_id: newId(), text: 'The minister.' })
  const other = await given.givenCohort(trainer, programme, { name: 'Another cohort' })
  app.clock.set(afterTheEnd)
  const closed = await given.close({ unmarked: 'yes' })
  if (closed.status !== 303) throw new Error(`It was not closed: ${closed.words}`)
  return {
    ...given,
    second,
    learner,
    gone,
    waiting,
    scriptId,
    note,
    session: session ?? '',
    empty: empty ?? '',
    invitationId,
    teamId,
    inCohort,
    thread: thread ?? '',
    day,
    list,
    waiver,
    invited,
    other,
    code,
  }
}

/** What a closed cohort's rows look like, to see that nothing moved. */
const everything = async ({ run }: ClosingGivens) => {
  const tables = [
    'cohorts',
    'cohort_members',
    'cohort_trainers',
    'cohort_waiting',
    'cohort_sessions',
    'session_attendance',
    'cohort_notes',
    'cohort_letters',
    'invitations',
    'cohort_teams',
    'cohort_messages',
    'discussion_threads',
    'discussion_posts',
    'discussion_answers',
    'enrolment_terms',
    'attempts',
    'responses',
    'marks',
    'regrades',
    'regraded_attempts',
  ]
  const rows = await Promise.all(tables.map((table) => run(`select to_jsonb(t) as row from ${table} t order by 1`)))
  return rows.map((result) => result.rows)
}

test('every form that would change a closed cohort is refused with the day on which it was closed', async () => {
  const given = await givenFullCohort()
  const {
    app,
    address,
    trainer,
    second,
    learner,
    waiting,
    scriptId,
    note,
    session,
    empty,
    invitationId,
    teamId,
    day,
    waiver,
    invited,
    code,
  } = given
  const before = await everything(given)
  const typed = {
    course: beforeTheTable,
    name: 'Another name',
    host_institution: '',
    place: '',
    language: 'en',
    starts_on: '2026-03-02',
    ends_on: '2026-05-10',
    time_zone: 'Africa/Monrovia',
    capacity: '',
    not_started_days: '5',
    quiet_days: '7',
    modules_behind: '2',
    deadline_days: '3',
    deadline_left_percent: '30',
    version: '1',
    attendance_percent: '',
    confidential: '',
  }
  const accommodation = { extra_time_percent: '25', last_day: '2026-05-20', reason: 'Was in hospital for two weeks.' }
  const writes: [string, Record<string, string | string[]>][] = [
    [`${address}/settings`, typed],
    [`${address}/trainers/${second.id}/removal`, {}],
    [`${address}/trainers/${second.id}/lead`, {}],
    [`${address}/waiting/${waiting.id}/place`, {}],
    [`${address}/waiting/${waiting.id}/removal`, {}],
    [`${address}/sessions`, { ...day, title: 'Day 2' }],
    [`${empty}/cancellation`, {}],
    [`${session}/attendance`, { absent: learner.id, note: 'Was on the wrong list' }],
    [`${address}/invitations`, { rows: JSON.stringify([[3, 'Ama Konteh', 'ama@mines.example', ...invited.slice(3)]]) }],
    [`${address}/invitations/${invitationId}/withdrawal`, {}],
    [`${address}/invitations/${invitationId}/letters`, {}],
    [`${address}/teams`, { ...team, institution: 'Ministry of Justice' }],
    [`${address}/teams/${teamId}/withdrawal`, {}],
    [`${address}/teams/${teamId}/letters`, {}],
    [`${address}/people/${learner.id}/accommodation`, accommodation],
    [`${address}/people/${learner.id}/notes`, { ...note, note_id: newId() }],
    [`${address}/people/${learner.id}/notes/${note.note_id}/deletion`, {}],
    [`${address}/marking/${scriptId}`, { 'mandate.limits': '1', 'mandate:comment': 'A limit without a figure.' }],
    [`${address}/items/people/no-freeze/regrades`, waiver],
  ]
  const wrong: string[] = []
  for (const [to, form] of writes) {
    const { status, words } = await trainer.post(to, form)
    if (status !== 409 || !/It was closed on 11 April 2026|This cohort has ended/.test(words))
      wrong.push(`${to}: ${status} ${words.slice(0, 300)}`)
  }
  expect(wrong).toEqual([])
  trainer.cookies.set('lang', 'fr')
  const french = await trainer.post(`${empty}/cancellation`)
  expect(french.words).toContain('Elle a été close le 11 avril 2026')
  const late = await app.givenPerson()
  expect((await late.post(`/join/${code}`)).status).toBe(409)
  expect((await learner.post(`/courses/${beforeTheTable}/quizzes/people/attempts`)).words).toContain(
    'Your cohort has closed',
  )
  expect(await everything(given)).toEqual(before)
})

test('the database refuses the same by whatever road it comes', async () => {
  const given = await givenFullCohort()
  const { run, cohortId, learner, second, waiting, other } = given
  const before = await everything(given)
  const otherId = other.address.split('/').at(-1)
  const statements = [
    `update cohorts set name = 'x' where id = '${cohortId}'`,
    `update cohorts set ends_on = '2027-01-01', closed_at = null, closed_by = null where id = '${cohortId}'`,
    `update cohorts set closed_by = null where id = '${cohortId}'`,
    `delete from cohorts where id = '${cohortId}'`,
    `insert into cohort_members values ('${cohortId}', '${waiting.id}', now())`,
    `update cohort_members set joined_at = now() where cohort_id = '${cohortId}'`,
    `update cohort_members set cohort_id = '${otherId}' where cohort_id = '${cohortId}'`,
    `delete from cohort_members where learner_id = '${learner.id}'`,
    `delete from cohort_trainers where trainer_id = '${second.id}' and cohort_id = '${cohortId}'`,
    `update cohort_trainers set lead = false where cohort_id = '${cohortId}'`,
    `insert into cohort_trainers values ('${cohortId}', '${learner.id}', false)`,
    `delete from cohort_waiting`,
    `insert into cohort_waiting (cohort_id, learner_id, asked_at) values ('${cohortId}', '${learner.id}', now())`,
    `update cohort_sessions set title = 'x'`,
    `delete from cohort_sessions`,
    `update session_attendance set note = 'x'`,
    `delete from session_attendance where learner_id = '${learner.id}'`,
    `insert into session_attendance select id, '${waiting.id}', 'code', now(), null, null from cohort_sessions`,
    `update cohort_notes set text = 'x'`,
    `update cohort_notes set author_id = null`,
    `delete from cohort_notes`,
    `update cohort_letters set text = 'x'`,
    `delete from cohort_letters`,
    `update invitations set withdrawn_at = now()`,
    `delete from invitations`,
    `update cohort_messages set text = 'x'`,
    `delete from cohort_messages`,
    `insert into discussion_threads values (gen_random_uuid(), '${cohortId}', 'setting')`,
    `insert into discussion_posts select gen_random_uuid(), id, '${learner.id}', false, null, 'x', now() from discussion_threads`,
    `insert into discussion_answers select thread_id, id, null, now() from discussion_posts where id <> thread_id`,
    `update cohort_teams set places = 9`,
    `delete from cohort_teams`,
    `update enrolment_terms set closes_at = now() + interval '1 year' where cohort_id = '${cohortId}'`,
    `delete from enrolment_terms where cohort_id = '${cohortId}'`,
    `update attempts set score_raw = 0 where cohort_id = '${cohortId}'`,
    `update attempts set cohort_id = null where cohort_id = '${cohortId}'`,
    `update attempts set corrections = '{}' where cohort_id = '${cohortId}'`,
    `delete from attempts where cohort_id = '${cohortId}'`,
    `insert into attempts select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'number', 9,
      'submitted_at', null, 'score_raw', null, 'score_max', null, 'outcome', null, 'marking', null, 'closed_by', null))).*
      from attempts a where cohort_id = '${cohortId}' limit 1`,
    `update marks set raw = 0`,
    `delete from marks`,
    `update regrades set reason = 'another reason'`,
    `delete from regrades`,
    `update regraded_attempts set score_raw_after = 0`,
    `delete from regraded_attempts`,
    `insert into time_requests select id, now() from attempts where cohort_id = '${cohortId}' limit 1`,
  ]
  const accepted: string[] = []
  for (const statement of statements) {
    const error = await run(statement).then(
      () => null,
      (thrown: { code?: string; constraint?: string }) => thrown,
    )
    if (error?.code !== 'TP001' || error.constraint !== 'cohort_is_closed')
      accepted.push(`${statement}: ${error ?? 'done'}`)
  }
  expect(accepted).toEqual([])
  await expect(run(`update responses set response = '"x"'`)).rejects.toMatchObject({
    constraint: 'responses_before_submission',
  })
  await expect(run('delete from responses')).rejects.toMatchObject({ constraint: 'responses_before_submission' })
  expect(await everything(given)).toEqual(before)
})

test('a closed cohort’s learners and trainers can be erased, and what they wrote forgets them', async () => {
  const given = await givenFullCohort()
  const { run, count, gone, second, trainer, waiting, cohortId, page } = given
  await run(`delete from accounts where id = '${gone.id}'`)
  expect(await count('cohort_members')).toBe(1)
  expect(await count('attempts', `learner_id = '${gone.id}'`)).toBe(0)
  expect(await count('cohort_letters')).toBe(0)
  expect(await count('marks')).toBe(0)
  expect(await count('session_attendance')).toBe(1)
  await run(`delete from accounts where id = '${waiting.id}'`)
  expect(await count('cohort_waiting')).toBe(0)
  await run(`delete from accounts where id = '${second.id}'`)
  expect(await count('cohort_trainers', `cohort_id = '${cohortId}'`)).toBe(1)
  expect((await page()).status).toBe(200)
  // The lead closed it, wrote the note, signed the list, granted and invited.
  await run(`delete from accounts where id = '${trainer.id}'`)
  expect(await count('cohorts', 'closed_at is not null and closed_by is null and created_by is null')).toBe(1)
  expect(await count('cohort_notes', 'author_id is null')).toBe(1)
  expect(await count('session_attendance', 'recorded_by is null')).toBe(1)
  expect(await count('invitations', 'invited_by is null')).toBe(1)
  expect(await count('cohort_teams', 'invited_by is null')).toBe(1)
  expect(await count('regrades', 'made_by is null')).toBe(1)
})

test('the discussion of a closed cohort is read, moderated and withdrawn, and nothing is added', async () => {
  const { app, learner, gone, trainer, address, inCohort, thread } = await givenFullCohort()
  const closed = 'Closed on 11 April 2026'
  for (const page of [inCohort, `${inCohort}/modules/${discussed}`, thread]) {
    const { words, text } = await learner.get(page)
    expect(words).toContain(closed)
    expect(text).not.toContain('<textarea')
  }
  expect((await trainer.get(`${address}/messages`)).text).not.toContain('<textarea')
  const words = { form_id: newId(), title: 'Too late?', text: 'May I still ask?' }
  for (const [path, form] of [
    [`${inCohort}/modules/${discussed}/threads`, words],
    [`${thread}/posts`, words],
  ] as const)
    expect((await learner.post(path, form)).words).toContain('It was closed on 11 April 2026')
  expect((await trainer.post(`${address}/messages`, { ...words, subject: 'Late' })).status).toBe(409)

  const posts = await app.db.selectFrom('discussion_posts').select(['id', 'thread_id']).execute()
  const answer = posts.find(({ id, thread_id }) => id !== thread_id)?.id
  expect((await trainer.post(`${address}/posts/${answer}/answer`)).status).toBe(409)
  expect((await trainer.post(`${address}/posts/${answer}/hiding`)).status).toBe(303)
  expect((await learner.get(thread)).words).not.toContain('The minister.')
  expect((await gone.post(`${inCohort}/posts/${answer}/withdrawal`)).status).toBe(303)
})

test('lessons go on, and what was earned before is still issued', async () => {
  const given = await givenFullCohort()
  const { app, address, trainer, learner, page } = given
  const late = await app.givenPerson()
  await late.post(`/courses/${beforeTheTable}/enrolment`)
  await learner.post(`/courses/${beforeTheTable}/lessons/the-team/completion`)
  await trainer.post(`${address}/certificates`)
  expect((await app.letters()).map(({ to }) => to)).toContain(learner.email)
  expect((await page()).words).toContain('1 of 1.')
})

test('pages of a closed cohort say so at the top', async () => {
  const { address, trainer, session, learner } = await givenFullCohort()
  const places = [
    '',
    '/settings',
    '/trainers',
    '/sessions',
    '/invitations',
    '/closing',
    '/stuck',
    '/gradebook',
    '/assessment',
    '/marking',
    `/people/${learner.id}`,
  ]
  const silent: string[] = []
  for (const place of places)
    if (!(await trainer.get(`${address}${place}`)).words.includes('Closed on 11 April 2026')) silent.push(place)
  if (!(await trainer.get(session)).words.includes('Closed on 11 April 2026')) silent.push('session')
  expect(silent).toEqual([])
})

test('an open cohort beside it works as ever', async () => {
  const { trainer, other, day } = await givenFullCohort()
  expect((await trainer.post(`${other.address}/sessions`, day)).status).toBe(303)
})
