import { expect, test } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import type { InvitedPerson } from '../../server/cohorts/roster/check-line.ts'
import { invitePeople } from '../../server/cohorts/roster/invite-people.ts'
import { lettersJob } from '../../server/cohorts/roster/write-letters.ts'
import { startApp } from '../support/app.ts'
import { aCohort } from '../support/cohorts.ts'
import { ama, bakary, carriedIn, headings, rosterGivens, upload } from '../support/rosters.ts'
import { zipOf } from '../support/zip.ts'

async function givenRoster() {
  const app = await startApp()
  return { app, ...(await rosterGivens(app)) }
}

const person: InvitedPerson = {
  email: '',
  name: 'Ama Konteh',
  institution: 'Mines',
  country_code: 'LR',
  language: 'en',
  sex: 'undisclosed',
}

test('the preview says line by line what would happen, and stores nothing', async () => {
  const { app, look, invite, list, address, code, trainer } = await givenRoster()
  await invite('Waiting Person,waits@mines.example,Mines,LR,en,')
  const member = await app.givenPerson({ name: 'Member Person', email: 'member@mines.example' })
  await member.post(`/join/${code}`)
  await app.givenPerson({ name: 'Somebody Else', email: 'has@account.example' })
  const before = await app.db.selectFrom('invitations').selectAll().execute()
  const page = await look(
    ama,
    'Given Name,HAS@account.example,Lands,LR,en,',
    'Waiting Person,waits@mines.example,Mines,LR,en,',
    'Member Person,member@mines.example,Mines,LR,en,',
    'Ama Again,AMA@finance.example,Finance,LR,en,',
    'No Address,,Mines,Atlantis,en,',
  )
  expect(page.status).toBe(200)
  expect(page.words).toContain('The list has 6 lines. Nothing is stored yet.')
  for (const said of [
    'One person is new and would be invited',
    'One person has an account and would be asked to join',
    'One person has an invitation already',
    'One person is in the cohort already',
    'Ama Again 6 The same address as in line 2, which counts',
    'Line 7 The e-mail address is missing No country is called this, or two are No Address · Mines · Atlantis',
    'Confirm: invite 2 people',
  ])
    expect(page.words).toContain(said)
  // What the account's owner wrote elsewhere is theirs.
  expect(page.words).not.toContain('Somebody Else')
  expect(await app.db.selectFrom('invitations').selectAll().execute()).toEqual(before)
  expect(await app.letters()).toHaveLength(1)
  expect((await list()).words).not.toContain('Ama Konteh')
  expect((await trainer.get(`${address}/roster`)).words).toContain('At most 2,000 lines and 2 MB')
})

test('after “Confirm” each gets one letter, and the same list again sends none', async () => {
  const { app, look, confirm, list } = await givenRoster()
  const preview = await look(ama, bakary)
  expect((await confirm(preview)).location).toContain('sent=2')
  const rows = await app.db.selectFrom('invitations').selectAll().orderBy('email').execute()
  const again = await look(ama, bakary)
  expect(again.words).toContain('2 people have an invitation already')
  expect(again.text).not.toContain('Confirm')
  expect((await confirm(preview)).location).toContain('sent=0')
  expect((await confirm(again)).location).toContain('sent=0')
  expect(await app.db.selectFrom('invitations').selectAll().orderBy('email').execute()).toEqual(rows)
  expect((await app.letters()).map(({ to }) => to).sort()).toEqual(['ama@finance.example', 'bakary@mines.example'])
  expect((await list()).words).toContain('2 people have not answered')
})

test('two presses at the same moment send one letter each, and a letter that is due twice is written once', async () => {
  const { app, address, trainer } = await givenRoster()
  const people = ['ama@finance.example', 'bakary@mines.example'].map((email) => ({ ...person, email }))
  const ends = { ends_on: aCohort.ends_on, time_zone: aCohort.time_zone }
  const cohort = { id: address.split('/').at(-1) ?? '', ...ends }
  const inviting = { cohort, trainerId: trainer.id, jobs: app.jobs }
  const press = () => invitePeople(app.db, inviting, people, app.clock.now())
  expect((await Promise.all([press(), press()])).sort()).toEqual([0, 2])
  expect(await app.letters()).toHaveLength(2)
  const ids = (await app.db.selectFrom('invitations').select('id').execute()).map(({ id }) => id)
  await app.jobs.send(app.db, lettersJob, { invitationIds: ids })
  expect(await app.letters()).toHaveLength(2)
})

test('a workbook is read as a browser sends it', async () => {
  const { app, trainer, address } = await givenRoster()
  const rows = [headings, bakary, '=1+1,formula@mines.example,<script>alert(1)</script>,LR,en,'].map((line) =>
    line.split(',').map((value) => ({ value })),
  )
  const page = await upload(app, trainer, address, 'liste.xlsx', await writeXlsxFile(rows).toBuffer())
  expect(page.status).toBe(200)
  expect(page.words).toContain('Bakary Sow')
  expect(page.words).toContain('Guinea')
  expect(page.words).toContain('=1+1')
  expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page.text).not.toContain('<script>')
  expect(page.words).toContain('Confirm: invite 2 people')
})

test('lines that need mending come back as a table that can be imported again', async () => {
  const { look, send, trainer, address } = await givenRoster()
  const preview = await look(ama, '=1+1,bad at mines,Mines,LR,fr,F', 'Eve,eve@lands.example,Lands,Atlantis,en,')
  const file = await send(preview, '/roster/mending')
  expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(file.headers['content-disposition']).toBe('attachment; filename="lines-to-mend.csv"')
  expect(file.text).toBe(
    '\ufeffName,E-mail,Institution,Country,Language,Sex,What to mend\r\n' +
      "'=1+1,bad at mines,Mines,LR,fr,F,This is no e-mail address\r\n" +
      'Eve,eve@lands.example,Lands,Atlantis,en,,"No country is called this, or two are"\r\n',
  )
  const mended = file.text.replace('bad at mines', 'good@mines.example').replace('Atlantis', 'Liberia')
  const page = await trainer.post(`${address}/roster`, { pasted: mended })
  expect(page.words).toContain('Confirm: invite 2 people')
  expect(page.words).toContain('=1+1 2 Will get an invitation')
  expect(page.words).not.toContain("'=1+1")
})

test.each([
  ['no file and no table', '', 'There is nothing in it'],
  ['headings alone', headings, 'nobody below them'],
  ['other columns', 'Name,Town\nAma,Kandra', 'These columns were not found: E-mail, Institution, Country.'],
])('%s is answered with the form and what is wrong', async (_, pasted, said) => {
  const { app, trainer, address } = await givenRoster()
  const page = await trainer.post(`${address}/roster`, { pasted })
  expect(page.status).toBe(422)
  expect(page.words).toContain('The list could not be read')
  expect(page.words).toContain(said)
  expect(page.text).toContain('type="file"')
  expect(await app.db.selectFrom('invitations').selectAll().execute()).toEqual([])
})

test.each([
  ['an empty file', Buffer.alloc(0), 'There is nothing in it'],
  ['a picture called .xlsx', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'This is no table'],
  ['a locked workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'one with a password'],
  ['a file of 3 MB', Buffer.alloc(3 * 1024 * 1024, 'a'), 'larger than 2 MB. Nothing was read.'],
  ['a zip bomb', zipOf([{ name: 'xl/a.xml', content: ' '.repeat(21 * 1024 * 1024) }]), 'more than we open'],
  [
    'a file of 20,000 lines',
    Buffer.from(`${headings}\n${`${ama}\n`.repeat(20_000)}`),
    'The list has 20,000 lines; 2,000 are the most',
  ],
])('%s is refused in words, and the next list is read', async (_, bytes, said) => {
  const { app, trainer, address, look } = await givenRoster()
  const page = await upload(app, trainer, address, 'list.xlsx', bytes)
  expect(page.status).toBe(422)
  expect(page.words).toContain(said)
  expect((await look(ama)).status).toBe(200)
})

test('a form that breaks off in the middle, and one with other things in it, are refused', async () => {
  const { trainer, address } = await givenRoster()
  const broken = await trainer.post(`${address}/roster`, {}, { 'content-type': 'multipart/form-data; boundary=x' })
  expect([400, 422]).toContain(broken.status)
  for (const rows of [
    '',
    '[]',
    '{"a":1}',
    '[[1]]',
    '[[1,"a","b","c","d","e",7]]',
    '[["x","a","b","c","d","e","f"]]',
    '[',
    'null',
  ])
    for (const to of ['/invitations', '/roster/mending']) {
      const page = await trainer.post(`${address}${to}`, { rows })
      expect(page.status).toBe(422)
      expect(page.words).toContain('Nothing of the list came with the form')
    }
})

test('2,000 people with long names in Arabic fit into the form that confirms them, and each gets a letter', async () => {
  const { app, trainer, address } = await givenRoster()
  const person = (n: number) =>
    `${'آمنة بنت محمد '.repeat(4)}${n},p${n}@mines.example,${'وزارة المناجم '.repeat(6)},LR,ar,F`
  const file = Buffer.from(`${headings}\n${Array.from({ length: 2_000 }, (_, n) => person(n)).join('\n')}`)
  const preview = await upload(app, trainer, address, 'list.csv', file)
  expect(preview.words).toContain('Confirm: invite 2,000 people')
  const answer = await trainer.post(`${address}/invitations`, { rows: carriedIn(preview.text) })
  expect(answer.location).toContain('sent=2000')
  expect(new Set((await app.letters()).map(({ to }) => to)).size).toBe(2_000)
  const page = await trainer.get(`${address}/invitations?page=2`)
  expect(page.words).toContain('51 to 100 of 2,000')
}, 60_000)

test('somebody else’s cohort has no list, and one that has ended takes none', async () => {
  const { app, address, givenTrainer, programme, trainer, look, confirm } = await givenRoster()
  const preview = await look(ama)
  const stranger = await givenTrainer(programme, 'Other Trainer')
  for (const path of ['/roster', '/invitations']) expect((await stranger.get(`${address}${path}`)).status).toBe(404)
  expect((await stranger.post(`${address}/roster`, { pasted: `${headings}\n${ama}` })).status).toBe(404)
  expect((await stranger.post(`${address}/invitations`, { rows: carriedIn(preview.text) })).status).toBe(404)
  app.clock.set(new Date('2026-05-01T00:00:00Z'))
  expect((await trainer.get(`${address}/roster`)).status).toBe(409)
  expect((await confirm(preview)).status).toBe(409)
  expect(await app.letters()).toEqual([])
})
