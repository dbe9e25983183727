const phrase = /\[([a-z0-9]+(?:-[a-z0-9]+)*):([^[\]]*[^[\]\s][^[\]]*)\]/g

/** The text in pieces: what stands between, and each `[id: phrase]`. What is not written so stays text. */
export function readPhrases(text: string): (string | { id: string; text: string })[] {
  const pieces: (string | { id: string; text: string })[] = []
  let end = 0
  for (const match of text.matchAll(phrase)) {
    const [whole, id = '', words = ''] = match
    if (match.index > end) pieces.push(text.slice(end, match.index))
    pieces.push({ id, text: words.trim() })
    end = match.index + whole.length
  }
  if (end < text.length) pieces.push(text.slice(end))
  return pieces
}
