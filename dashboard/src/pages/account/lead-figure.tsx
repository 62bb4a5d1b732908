import type { AccountDetail } from '@contract/account.ts'
import { ThreadMark, type ThreadState } from '../../parts/icon.tsx'
import { STATE_TEXT, stateOfBand } from '../../words/bands.ts'
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
          <Word state="unknown" word={`${title} unknown`} />
        ) : (
          band !== null && <Word state={stateOfBand(band)} word={band} />
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

/** The thread stands on the line of the words, however large the figure before it is. */
function Word({ state, word }: { state: ThreadState | null; word: string }) {
  return (
    <span className={`inline-flex items-baseline gap-1.5 ${state === null ? '' : STATE_TEXT[state]}`}>
      {state !== null && (
        <span className="translate-y-[3px]">
          <ThreadMark state={state} />
        </span>
      )}
      {word}
    </span>
  )
}
