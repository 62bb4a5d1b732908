import type { AccountDetail } from '@contract/account.ts'
import { phraseFrozen } from '@contract/phrase-frozen.ts'
import type { ScoreStanding } from '@contract/scores.ts'
import { titleOf } from '@contract/title-of.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { type Head, TableHead } from '../../parts/table-head.tsx'
import { useOpened } from '../../search/use-opened.ts'
import { formatDay, formatValue, joinWords } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'
import { dataWords, formatPoints, largestLines, type ShownLine, scoresOf } from '../../words/scores.ts'

const SHOWN = 6

/** Each score with its band, opened into the parts that add up to it. */
export function Scores({ account }: { account: AccountDetail }) {
  const scores = scoresOf(account)
  if (scores.length === 0) return null
  return (
    <Section title="Scores, part by part">
      <ul>
        {scores.map((score, at) => (
          <Score key={score.key} score={score} asOf={account.asOf} open={at === 0} />
        ))}
      </ul>
    </Section>
  )
}

type ScoreProps = { score: ScoreStanding; asOf: string; open: boolean }

function Score({ score, asOf, open }: ScoreProps) {
  const { title, value, band, bandSince, exceptions } = score
  const data = dataWords(score)
  return (
    <li className="border-b border-line last:border-b-0">
      <details open={open} className="group">
        <summary className="grid list-none grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-2 py-2.5 text-dense [&::-webkit-details-marker]:hidden">
          <span className="[overflow-wrap:anywhere]">
            <b className="font-medium">{title}</b>{' '}
            {value === null && band === null ? (
              <span className="text-ink-3">{score.lines.length === 0 ? 'in none of its bands' : 'unknown'}</span>
            ) : (
              <>
                {value !== null && <b>{formatPoints(value)}</b>} {band}
              </>
            )}
            {bandSince !== null && <span className="text-ink-3"> since {formatDay(bandSince, asOf)}</span>}
            {data !== null && <span className="block text-ink-2">{data}</span>}
            {exceptions.length > 0 && <Exceptions exceptions={exceptions} />}
          </span>
          <Icon name="chevron" className="translate-y-[3px] text-ink-3 group-open:rotate-90" />
        </summary>
        <div className="pb-4">
          {value !== null && <Ledger score={score} />}
          {value === null && <Unopened score={score} />}
          <p className="mt-2 max-w-[84ch] text-small text-ink-3 [overflow-wrap:anywhere]">{onScreen(score.sentence)}</p>
        </div>
      </details>
    </li>
  )
}

/** What stands beside the number and is in none of its parts. */
function Exceptions({ exceptions }: Pick<ScoreStanding, 'exceptions'>) {
  const words = exceptions.map(({ name, band }) => (band === null ? titleOf(name) : `${titleOf(name)}: hence ${band}`))
  return (
    <span className="mt-0.5 flex gap-1.5 text-watch">
      <Icon name="warn" className="translate-y-0.5" /> {joinWords(words)}
    </span>
  )
}

/** Without a number nothing adds up: which parts miss their data. */
function Unopened({ score: { band, lines } }: { score: ScoreStanding }) {
  const stale = lines.filter(({ points }) => points === null).map(({ name }) => titleOf(name))
  if (band !== null || stale.length === 0) return null
  return (
    <p className="max-w-[84ch] text-small text-ink-3 [overflow-wrap:anywhere]">No fresh data: {joinWords(stale)}.</p>
  )
}

const HEADS: readonly Head[] = [{ words: 'Part' }, { words: null, isWide: true }, { words: 'Points', right: true }]

function Ledger({ score }: { score: ScoreStanding }) {
  const [all, setAll] = useOpened('scores')
  const lines = largestLines(score)
  const scale = Math.max(1, ...lines.map(({ most, shown }) => most ?? shown))
  const rest = lines.length - SHOWN
  return (
    <>
      <table className="w-full table-fixed text-dense">
        <colgroup>
          <col />
          <col className="w-[28%] max-desk:hidden" />
          <col className="w-28" />
        </colgroup>
        <TableHead heads={HEADS} />
        <tbody>
          {(all ? lines : lines.slice(0, SHOWN)).map((line) => (
            <Line key={line.name} line={line} scale={scale} />
          ))}
        </tbody>
      </table>
      {rest > 0 && (
        <Button look="bare" className="mt-1 -ml-2.5 !text-sea" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${rest} smaller`}
        </Button>
      )}
    </>
  )
}

function Line({
  line: { name, label, value, unit, points, most, frozen, shown },
  scale,
}: {
  line: ShownLine
  scale: number
}) {
  const width = (n: number) => ({ width: `${(100 * Math.max(0, n)) / scale}%` })
  return (
    <tr className="border-b border-line align-baseline last:border-b-0">
      <td className="py-1.5 pr-3 [overflow-wrap:anywhere]">
        {titleOf(name)}
        <span className="block text-small text-ink-3">
          {label}
          {value !== null && `: ${formatValue(value, unit)}`}
          {frozen !== null && `; ${phraseFrozen(frozen, unit)}`}
        </span>
      </td>
      <td className="pt-[0.8125rem] align-top max-desk:hidden" aria-hidden="true">
        <span
          className={`relative block h-1.5 rounded-1 ${points === null ? 'hatch' : 'bg-mist-2'}`}
          style={width(most ?? shown)}
        >
          <span
            className="absolute inset-y-0 left-0 rounded-1 bg-sea-fill"
            style={{ width: most === null || most === 0 ? '100%' : `${(100 * shown) / most}%` }}
          />
        </span>
      </td>
      <td className="py-1.5 text-right whitespace-nowrap">
        {points === null ? (
          <span className="text-ink-3">no fresh data</span>
        ) : (
          <>
            <b className="font-medium">{formatPoints(shown)}</b>
            {most !== null && <span className="text-ink-3"> of {formatValue(Math.round(10 * most) / 10)}</span>}
          </>
        )}
      </td>
    </tr>
  )
}
