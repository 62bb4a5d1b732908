import type { AnalysisWarning } from '../../contract/analyze/question.ts'
import { checkTable } from '../../stats/proportions/check-mix.ts'
import type { Share } from '../../stats/proportions/share.ts'

/** What a table of parts says of its whole: of whom the shares are, and what became of them. */
export type PartsOfWhole = { readonly parts: readonly Share[]; readonly whole: Share; readonly of: string }

/**
 * A warning where the rates of the parts, weighted by their shares, are not that of the whole within half a point: somebody is in no part, or in several, so that
 * they must not be read as a split of it.
 */
export function checkParts({ parts, whole, of }: PartsOfWhole): AnalysisWarning[] {
  const mix = checkTable(parts, whole)
  if (mix === null) return []
  const { implied, consistent } = mix
  const counted = parts.reduce((sum, { total }) => sum + total, 0)
  if (consistent && counted === whole.total) return []
  const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`
  return [
    {
      code: 'parts_differ',
      message: `The parts are ${counted} of the ${whole.total} ${of}, and come to ${percent(implied)} of them where the whole says ${percent(whole.successes / whole.total)}: somebody is in none of them or in several.`,
    },
  ]
}
