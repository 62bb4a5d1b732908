/**
 * A text of the outside as one line for people: no control characters, no line breaks, nothing that turns the direction of reading or cannot be seen, and no longer than so
 * many characters.
 */
export function cleanLine(text: string, most: number): string {
  const line = text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .trim()
  const characters = [...line]
  return characters.length <= most ? line : `${characters.slice(0, most - 1).join('')}…`
}

/** The same of a text of several lines. */
export function cleanLines(text: string, most: number): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => cleanLine(line, most))
  const characters = [...lines.join('\n')]
  return characters.length <= most ? lines.join('\n') : `${characters.slice(0, most - 1).join('')}…`
}
