import { type Quiz, textIn } from '../../catalogue/course.ts'
import type { Phrase } from '../../catalogue/titles.ts'
import type { Language } from '../../platform/words/languages.ts'
import { translator } from '../../platform/words/messages.ts'
import type { ShownItem } from '../../quizzes/item-types.ts'

/** For a heading, and for the first column of a table with many. */
const promptCharacters = { heading: 90, column: 40 }

/** An item's prompt as the course has it in the reader's language, or else as it was shown; cut short. */
export function itemPrompt(
  quiz: Quiz,
  item: ShownItem,
  language: Language,
  place: keyof typeof promptCharacters,
): Phrase {
  const authored = quiz.items.find(({ id }) => id === item.id)
  const prompt = authored ? textIn(authored.prompt, language) : { text: item.prompt, language: item.language }
  return { ...prompt, text: shortened(prompt.text, promptCharacters[place]) }
}

/** The same of an option. One that only older attempts had is named as the course's file named it. */
export function optionText(quiz: Quiz, item: ShownItem, option: string, language: Language): Phrase {
  if (item.type === 'true-false')
    return { text: translator(language)(option === 'true' ? 'attempt.true' : 'attempt.false'), language }
  const authored = quiz.items.find(({ id }) => id === item.id)
  const now = authored && 'options' in authored ? authored.options.find(({ id }) => id === option) : undefined
  if (now) return textIn(now.text, language)
  const shown = 'options' in item ? item.options.find(({ id }) => id === option) : undefined
  return { text: shown?.text ?? option, language: item.language }
}

/** Cut between two words. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const start = text.slice(0, most)
  return `${start.slice(0, Math.max(start.lastIndexOf(' '), most / 2))}…`
}
