import type { AccountDetail } from '@contract/account.ts'
import { BandMark } from '../../parts/band-mark.tsx'
import { ThreadMark } from '../../parts/icon.tsx'
import { formatDay } from '../../words/format.ts'
import { dataWords, formatPoints, scoresOf } from '../../words/scores.ts'

/** The one figure of the page: the leading score, beside the sentence. */
export function LeadFigure({ account }: { account: AccountDetail }) {
  const [score] = scoresOf(account)
  if (score === undefined) return null
  const { title, value, band, bandSince, completeness } = score
  const unknown = value === null && band === null
  return (
    <p className="pb-6 text-dense text-ink-3 wide:flex-none wide:pt-10 wide:text-right" data-lead>
      {value !== null && (
        <b className="font-display text-figure font-normal tracking-[-0.02em] text-ink max-wide:mr-3">
          {formatPoints(value)}
        </b>
      )}
      <span className="text-body font-medium text-ink wide:block">
        {unknown ? (
          <span className="inline-flex items-center gap-1.5">
            <ThreadMark state="unknown" /> {title} unknown
          </span>
        ) : (
          band !== null && <BandMark band={band} />
        )}
        {bandSince !== null && (
          <span className="font-normal text-ink-3"> since {formatDay(bandSince, account.asOf)}</span>
        )}
      </span>
      <span className="max-wide:ml-3 wide:block">
        {unknown
          ? dataWords(score)
          : [title.toLowerCase(), ...(completeness === null || completeness === 1 ? [] : [dataWords(score)])].join(
              ', ',
            )}
      </span>
    </p>
  )
}
