import type { ConditionDraft } from './draft.ts'

export type Compare = Extract<ConditionDraft, { kind: 'compare' }>

/** Is there a number that meets both comparisons of one quantity? */
export function overlap(a: Compare, b: Compare): boolean {
  return pointsOf(a, b).some((point) => meets(a, point) && meets(b, point))
}

/** Does every number that meets `inner` meet `outer` too? */
export function covers(outer: Compare, inner: Compare): boolean {
  return pointsOf(outer, inner).every((point) => !meets(inner, point) || meets(outer, point))
}

/** Both thresholds, beside them and between, and far off: what holds at these holds everywhere. */
function pointsOf(a: Compare, b: Compare): readonly number[] {
  const near = [a.value, b.value].flatMap((value) => [value - 1e-9, value, value + 1e-9, value - 1, value + 1])
  return [...near, (a.value + b.value) / 2]
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
