import type { MixCheck } from '../../contract/proofs/proof-parts.ts'

/** What stands below a table whose rows are to make up a whole, where they do not, or where within them it is another story. */
export function mixLines(mixes: readonly MixCheck[], simpson = false): string[] {
  return [
    ...(mixes.some((mix) => mix !== null && !mix.consistent)
      ? ['The parts do not make up the whole: look at who is in none of them.']
      : []),
    ...(simpson ? ['Within these parts it is another story than over all: go by the parts.'] : []),
  ]
}
