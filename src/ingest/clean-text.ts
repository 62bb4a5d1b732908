/** Printable ASCII without spaces at the ends: already well-formed, NFC and trimmed. Nearly every id and name is, so this check saves the rest. */
export function isPlainText(text: string): boolean {
  const last = text.length - 1
  if (last < 0 || text.charCodeAt(0) === 0x20 || text.charCodeAt(last) === 0x20) return false
  for (let i = 0; i <= last; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || code > 0x7e) return false
  }
  return true
}

/** Well-formed Unicode without NUL (Postgres cannot hold it). Nothing else is changed. */
export function cleanText(text: string): string {
  const formed = text.isWellFormed() ? text : text.toWellFormed()
  return formed.includes('\0') ? formed.replaceAll('\0', '') : formed
}

/** Names and ids: as `cleanText`, in NFC and trimmed, so that both spellings of "é" are one name. */
export function cleanLabel(text: string): string {
  return isPlainText(text) ? text : cleanText(text).normalize('NFC').trim()
}

/** At most `length` UTF-16 units, never half a surrogate pair. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}
