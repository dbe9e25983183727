import type { TestApp } from './app.ts'
import { cohortGivens } from './cohorts.ts'
import type { Person } from './givens.ts'

export const headings = 'Name,E-mail,Institution,Country,Language,Sex'
export const ama = 'Ama Konteh,ama@finance.example,Ministry of Finance,Liberia,English,F'
export const bakary = 'Bakary Sow,bakary@mines.example,Ministère des Mines,Guinée,français,H'

/** A cohort and its trainer's ways with a list: to look at it, and to confirm what was seen. */
export async function rosterGivens(app: TestApp) {
  const givens = cohortGivens(app)
  const programme = await givens.givenProgramme()
  const trainer = await givens.givenTrainer(programme)
  const { address, code } = await givens.givenCohort(trainer, programme)

  const look = (...lines: string[]) => trainer.post(`${address}/roster`, { pasted: [headings, ...lines].join('\n') })
  /** Presses a button of the preview. */
  const send = (preview: { text: string }, to: string) =>
    trainer.post(`${address}${to}`, { rows: carriedIn(preview.text) })
  const confirm = (preview: { text: string }) => send(preview, '/invitations')
  const invite = async (...lines: string[]) => confirm(await look(...lines))
  const lettersTo = async (email: string) => (await app.letters()).filter(({ to }) => to === email)
  const linkTo = async (email: string) =>
    /\/invitations\/[\w-]+/.exec((await lettersTo(email)).at(-1)?.text ?? '')?.[0] ?? ''
  const list = () => trainer.get(`${address}/invitations`)
  return { ...givens, programme, trainer, address, code, look, send, confirm, invite, lettersTo, linkTo, list }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
export const carriedIn = (html: string): string =>
  (/name="rows" value="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => entities[name] ?? '',
  )

/** Chooses a file in the upload form, as a browser sends it. */
export async function upload(app: TestApp, person: Person, address: string, name: string, bytes: Buffer) {
  const boundary = 'a-boundary-of-forms'
  const part = (about: string, content: Buffer) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${about}\r\n\r\n`),
      content,
      Buffer.from('\r\n'),
    ])
  const answer = await app.app.inject({
    method: 'POST',
    url: `${address}/roster`,
    payload: Buffer.concat([
      part(`name="file"; filename="${name}"`, bytes),
      part('name="pasted"', Buffer.alloc(0)),
      Buffer.from(`--${boundary}--\r\n`),
    ]),
    headers: {
      origin: app.origin,
      cookie: [...person.cookies].map(([key, value]) => `${key}=${value}`).join('; '),
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
  })
  return {
    status: answer.statusCode,
    text: answer.body,
    words: answer.body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '),
  }
}
