import type { Comparison } from './explanation.ts'

const OP_WORDS = new Map([
  ['>', 'over'],
  ['>=', 'at least'],
  ['<', 'under'],
  ['<=', 'at most'],
  ['=', 'exactly'],
  ['!=', 'not'],
])

/**
 * A compared number in words, with what it is made of, its threshold and its distance: "days since the last Commit 63, needs at least 90 (27 to go)". What is
 * not a number (a property, a segment) is said as it is: "property plan is not trial: yes".
 */
export function phraseComparison(one: Comparison): string {
  if (one.text !== null) return `${one.label}: ${one.text}`
  const made = phraseParts(one)
  const needs = one.holds === true ? '' : 'needs '
  const gap = phraseGap(one)
  return `${one.label} ${phraseAmount(one.value, one.unit)}${made}, ${needs}${phraseThreshold(one)}${gap === '' ? '' : ` (${gap})`}`
}

/** A number in its unit: shares and changes as per cent, all others bare, for their labels say what they count; "unknown" when it is. */
export function phraseAmount(value: number | null, unit: string): string {
  if (value === null) return 'unknown'
  return unit === 'share' ? `${format(value * 100, 1)} %` : format(value, 2)
}

/** "at least 3", in the unit. */
export function phraseThreshold({
  op,
  threshold,
  unit,
}: Pick<Comparison, 'op' | 'threshold'> & { readonly unit: string }): string {
  return `${OP_WORDS.get(op) ?? op} ${typeof threshold === 'number' ? phraseAmount(threshold, unit) : threshold}`
}

/** " (6 after 92)" of a change, " (12 over 40)" of a ratio, " (12 of 40)" of a share. */
function phraseParts({ parts, unit }: Pick<Comparison, 'parts' | 'unit'>): string {
  if (parts === null) return ''
  const { top, bottom } = parts
  if (parts.how === 'between' && (top.value === null || top.value === bottom.value)) return ''
  const [before, between] = BETWEEN[parts.how === 'ratio' && unit === 'share' ? 'share' : parts.how]
  return ` (${before}${phraseAmount(top.value, top.unit)} ${between} ${phraseAmount(bottom.value, bottom.unit)})`
}

const BETWEEN = {
  share: ['', 'of'],
  ratio: ['', 'over'],
  change: ['', 'after'],
  difference: ['', 'after'],
  between: ['between ', 'and'],
} as const

function phraseGap({ distance, holds, unit }: Comparison): string {
  if (distance === null || holds === null) return ''
  if (distance === 0) return holds ? 'just there' : 'on the edge'
  const amount = unit === 'share' ? `${format(distance * 100, 1)} points` : format(distance, 2)
  return holds ? `${amount} past` : `${amount} to go`
}

/** Small differences are not rounded away: 0.004 is not "0 to go". */
function format(value: number, digits: 1 | 2): string {
  const small = value !== 0 && Math.abs(value) < 0.5 * 10 ** -digits
  return (small ? SMALL : digits === 1 ? ONE_DIGIT : TWO_DIGITS).format(value)
}

/** Made once: a formatter takes a hundred times as long as a number. */
const SMALL = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })
const ONE_DIGIT = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const TWO_DIGITS = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })
