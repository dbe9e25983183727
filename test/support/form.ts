/** The fields of a page's forms as a browser would send them: a box that is not ticked sends nothing. */
export function formIn({ text }: { text: string }): Record<string, string> {
  const inputs = [...text.matchAll(/<input[^>]* name="(\w+)"[^>]* value="([^"]*)"[^>]*>/g)].filter(
    ([input]) => !input.includes('type="checkbox"') || input.endsWith(' checked>'),
  )
  const selects = [...text.matchAll(/<select[^>]* name="(\w+)".*?<\/select>/gs)].map(([select, name]) => {
    const chosen = /<option value="([^"]*)" selected>/.exec(select)?.[1]
    return ['', name, chosen ?? '']
  })
  return Object.fromEntries([...inputs, ...selects].map(([, name, value]) => [name, value]))
}
