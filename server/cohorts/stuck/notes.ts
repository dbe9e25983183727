import { isId, newId } from '../../platform/data/ids.ts'
import { type Problems, readLongText, readTyped, type Typed } from '../../platform/web/forms.ts'

export const noteCharacters = 2_000

type StoredNote = { id: string; text: string; written_at: string; author_id: string | null; author: string | null }
/** `author` is null once the account is erased. */
export type Note = { id: string; text: string; written_at: Date; author: string | null; mine: boolean }
/** `note_id` is the note that the form will make, so that a second press makes no second one. */
export type NoteForm = { typed: Typed; problems: Problems }

/** What the trainers wrote about somebody, as one of them reads it: null for who reads their own page. */
export const notesFor = (notes: StoredNote[], readerId: string, learnerId: string): Note[] | null =>
  readerId === learnerId
    ? null
    : notes.map(({ id, text, written_at, author_id, author }) => ({
        id,
        text,
        written_at: new Date(written_at),
        author,
        mine: author_id === readerId,
      }))

export const emptyNote = (): NoteForm => ({ typed: { note: '', note_id: newId() }, problems: {} })

export function readNote(body: unknown): { ok: true; id: string; text: string } | ({ ok: false } & NoteForm) {
  const { note_id = '' } = readTyped(body, ['note_id'])
  const id = isId(note_id) ? note_id : newId()
  const { text, problem } = readLongText(body, 'note', { least: 1, most: noteCharacters })
  if (!problem) return { ok: true, id, text }
  return { ok: false, typed: { note: text, note_id: id }, problems: { note: 'note.text.missing' } }
}
