import type { Problem } from '../problem.ts'

export type NumberRange = { readonly from: number; readonly to: number; readonly whole: boolean }

/** The problem of a setting outside its range; none when it is not set. */
export function badNumber(path: string, value: number | undefined, range: NumberRange): readonly Problem[] {
  if (value === undefined) return []
  const fits = Number.isFinite(value) && value >= range.from && value <= range.to
  if (fits && (!range.whole || Number.isInteger(value))) return []
  return [
    {
      level: 'error',
      code: 'bad_number',
      path,
      bad: String(value),
      place: null,
      message: `${path} is ${value}.`,
      mend: `Write a ${range.whole ? 'whole ' : ''}number from ${range.from} to ${range.to}.`,
    },
  ]
}
