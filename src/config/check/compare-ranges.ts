import type { ConditionDraft } from '../draft.ts'

export type Compare = Extract<ConditionDraft, { kind: 'compare' }>

/** Is there a number that meets all these comparisons of one quantity? */
export function overlap(...all: readonly Compare[]): boolean {
  return pointsOf(all).some((point) => meetsAll(all, point))
}

/** Does every number that meets all of `inner` meet all of `outer` too? */
export function covers(outer: readonly Compare[], inner: readonly Compare[]): boolean {
  return pointsOf([...outer, ...inner]).every((point) => !meetsAll(inner, point) || meetsAll(outer, point))
}

/** The thresholds, beside them and between, and far off: what holds at these holds everywhere. */
function pointsOf(all: readonly Compare[]): readonly number[] {
  const values = all.map(({ value }) => value).sort((a, b) => a - b)
  const near = values.flatMap((value) => [value - 1e-9, value, value + 1e-9, value - 1, value + 1])
  return [...near, ...values.slice(1).map((value, i) => (values[i]! + value) / 2)]
}

function meetsAll(all: readonly Compare[], point: number): boolean {
  return all.every((one) => meets(one, point))
}

function meets({ op, value }: Compare, point: number): boolean {
  switch (op) {
    case '>':
      return point > value
    case '>=':
      return point >= value
    case '<':
      return point < value
    case '<=':
      return point <= value
    case '=':
      return point === value
    case '!=':
      return point !== value
  }
}
