const DIGIT_RUN = 16

/** Does JSON text (as bytes) hold 16 digits in a row? Any such run covers a multiple of 16, so only every sixteenth byte is looked at. */
export function hasLongDigitRun(bytes: Uint8Array): boolean {
  for (let i = DIGIT_RUN - 1; i < bytes.length; i += DIGIT_RUN) {
    if (!isDigit(bytes[i]!)) continue
    let from = i
    let to = i
    while (from > 0 && isDigit(bytes[from - 1]!)) from--
    while (to + 1 < bytes.length && isDigit(bytes[to + 1]!)) to++
    if (to - from + 1 >= DIGIT_RUN) return true
  }
  return false
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** Starts a text that was a number. Two NULs: no text keeps a NUL, so the mark goes with them. */
export const NUMBER_MARK = '\0\0'
const QUOTE_AND_MARK = '"\\u0000\\u0000'

/** Puts quotes and a mark around numbers beyond 2^53, which parsing would round: `12345678901234567890` arrives as text, digit for digit. */
export function quoteLargeNumbers(json: string): string {
  return json.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || Math.abs(Number(token)) <= Number.MAX_SAFE_INTEGER ? token : `${QUOTE_AND_MARK}${token}"`,
  )
}
