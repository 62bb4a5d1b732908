import type { AccountDetail } from '@contract/account.ts'
import { roundParts } from '@contract/round-parts.ts'
import type { ScoreChange, ScoreStanding } from '@contract/scores.ts'
import { titleOf } from '@contract/title-of.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { accountSinceQuery } from '../../api/queries.ts'
import { FILLS, type Tone } from '../../charts/tones.ts'
import { Segmented } from '../../parts/fields.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { CsvButton } from '../../parts/table.tsx'
import { type Head, TableHead } from '../../parts/table-head.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { type AccountSearch, SPANS, type SpanName } from '../../search/accounts-search.ts'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatDay, formatValue } from '../../words/format.ts'
import { daysBefore } from '../../words/intervals.ts'
import { formatPoints, scoresOf } from '../../words/scores.ts'

const route = getRouteApi('/accounts/$key')
const SAID: Readonly<Record<SpanName, string>> = { '7': '7 days', '28': '4 weeks', '90': '90 days' }

/** Why the leading score is another than it was: what each part took or gave, what the configuration did, and what data that is missing did. */
export function WhyItChanged({ account }: { account: AccountDetail }) {
  const { over = '28' } = route.useSearch()
  const change = useChangeSearch<AccountSearch>()
  const lead = scoresOf(account).find(({ value }) => value !== null)
  const since = daysBefore(account.asOf, SPANS[over])
  const query = useQuery({ ...accountSinceQuery(account.key, account.asOf, since), enabled: lead !== undefined })
  if (lead === undefined) return null
  const now = query.data === undefined ? undefined : scoresOf(query.data).find(({ key }) => key === lead.key)
  const steps = now?.change == null ? [] : stepsOf(now, now.change)
  return (
    <Section
      title={titleWords(lead, now, SAID[over])}
      right={
        <>
          <Segmented
            label="Compared with how long ago"
            value={over}
            options={(Object.keys(SPANS) as SpanName[]).map((one) => [one, SAID[one]])}
            onChange={(one) => change({ over: one === '28' ? undefined : one })}
          />
          {steps.length > 0 && <CsvButton name="score-change" columns={COLUMNS} rows={steps} />}
        </>
      }
    >
      <Waiting query={query} what="Why it changed" height={220}>
        {() =>
          now?.change == null ? (
            <p className="text-dense text-ink-2">
              It was not known on {formatDay(since, account.asOf)}: too little of its data was there.
            </p>
          ) : steps.every(({ points }) => points === 0) ? (
            <p className="text-dense text-ink-2">
              {formatPoints(now.value!)} then and now: no part of it moved by a tenth.
            </p>
          ) : (
            <Waterfall score={now} change={now.change} steps={steps} asOf={account.asOf} />
          )
        }
      </Waiting>
    </Section>
  )
}

function titleWords({ title }: ScoreStanding, now: ScoreStanding | undefined, span: string): string {
  const total = now?.change?.total
  if (total === undefined) return `Why ${title.toLowerCase()} changed in ${span}`
  if (Math.abs(total) < 0.05) return `${title} is as it was ${span} ago`
  return `Why ${title.toLowerCase()} ${total < 0 ? 'fell' : 'rose'} by ${formatPoints(Math.abs(total))} in ${span}`
}

type Step = {
  readonly name: string
  /** What was measured, as of now. */
  readonly measured: string | null
  /** To one decimal: those of all steps add up to the difference as shown. */
  readonly points: number
  readonly now: string | null
  readonly isMissing: boolean
}

/** Parts by the size of what they did, zero ones too; then what was no behaviour. */
function stepsOf({ value, lines }: ScoreStanding, { total, parts, config, missingData }: ScoreChange): Step[] {
  const shown = roundParts([value! - total, ...parts.map(({ points }) => points), config, missingData]).slice(1)
  const own = parts.map(({ name }, at): Step => {
    const line = lines.find((one) => one.name === name)
    return {
      name: titleOf(name),
      measured: line?.value == null ? null : `${line.label}: ${formatValue(line.value, line.unit)}`,
      points: shown[at]!,
      now:
        line?.points == null
          ? null
          : `${formatPoints(line.points)}${line.most === null ? '' : ` of ${formatTenths(line.most)}`}`,
      isMissing: false,
    }
  })
  return [
    ...own.sort((a, b) => Math.abs(b.points) - Math.abs(a.points)),
    {
      name: 'Configuration',
      measured: config === 0 ? 'no change of it' : 'another definition',
      points: shown.at(-2)!,
      now: null,
      isMissing: false,
    },
    {
      name: 'Missing data',
      measured:
        missingData === 0
          ? 'no part lost or gained its data'
          : 'parts that lost or gained fresh data weigh on the others',
      points: shown.at(-1)!,
      now: null,
      isMissing: true,
    },
  ]
}

function formatTenths(n: number): number {
  return Math.round(10 * n) / 10
}

const COLUMNS = [
  { head: 'part', value: ({ name }: Step) => name },
  { head: 'points', value: ({ points }: Step) => points },
  { head: 'now', value: ({ now }: Step) => now },
  { head: 'measured', value: ({ measured }: Step) => measured },
]

const HEADS: readonly Head[] = [
  { words: 'Part' },
  { words: null, isWide: true },
  { words: 'Points', right: true },
  { words: 'Now', right: true },
]

type WaterfallProps = { score: ScoreStanding; change: ScoreChange; steps: readonly Step[]; asOf: string }

function Waterfall({ score, change, steps, asOf }: WaterfallProps) {
  const start = formatTenths(formatTenths(score.value!) - steps.reduce((sum, { points }) => sum + points, 0))
  const levels = [start]
  for (const { points } of steps) levels.push(formatTenths(levels.at(-1)! + points))
  const end = levels.at(-1)!
  const [low, high] = [Math.min(0, ...levels), Math.max(1, ...levels)]
  const at = (n: number) => (100 * (n - low)) / (high - low)
  return (
    <>
      <table className="w-full table-fixed text-dense" data-waterfall>
        <colgroup>
          <col className="w-[34%] max-desk:w-1/2" />
          <col className="max-desk:hidden" />
          <col className="w-14" />
          <col className="w-28" />
        </colgroup>
        <TableHead heads={HEADS} />
        <tbody>
          <End day={formatDay(change.since, asOf)} value={start} bar={{ from: at(low), to: at(start) }} />
          {steps.map((step, i) => (
            <Row key={step.name} step={step} from={at(levels[i]!)} to={at(levels[i + 1]!)} />
          ))}
          <End day={formatDay(asOf, asOf)} value={end} bar={{ from: at(low), to: at(end) }} />
        </tbody>
      </table>
      <Note>
        Behaviour {signed(change.behaviour)}, configuration {signed(change.config)}, missing data{' '}
        {signed(change.missingData)}: together {signed(change.total)}.
        {change.configOf === 'now' &&
          ' What was in force then cannot be read any more, so that a part of what the configuration did is not told.'}
      </Note>
    </>
  )
}

type Bar = { readonly from: number; readonly to: number }

function End({ day, value, bar }: { day: string; value: number; bar: Bar }) {
  return (
    <tr className="border-b border-line font-semibold last:border-b-0">
      <td className="py-1.5 pr-3">{day}</td>
      <td className="max-desk:hidden" aria-hidden="true">
        <BarOf bar={bar} tone="slate" />
      </td>
      <td className="py-1.5 pr-3 text-right">{formatPoints(value)}</td>
      <td className="py-1.5 text-right font-normal text-ink-3">of 100</td>
    </tr>
  )
}

function Row({ step: { name, measured, points, now, isMissing }, from, to }: { step: Step; from: number; to: number }) {
  const quiet = points === 0 ? 'text-ink-3' : ''
  return (
    <tr className={`border-b border-line align-baseline ${quiet}`}>
      <td className="py-1.5 pr-3 [overflow-wrap:anywhere]">
        {name}
        {measured !== null && <span className="block text-small text-ink-3">{measured}</span>}
      </td>
      <td className="relative pt-2.5 align-top max-desk:hidden" aria-hidden="true">
        <span className="absolute top-0 h-4 w-px bg-line-3" style={{ left: `${from}%` }} />
        <span className="absolute top-4 bottom-0 w-px bg-line-3" style={{ left: `${to}%` }} />
        {points !== 0 && <BarOf bar={{ from, to }} tone={points < 0 ? 'risk' : 'well'} isHatched={isMissing} />}
      </td>
      <td className={`py-1.5 pr-3 text-right ${points === 0 ? '' : 'font-semibold'}`}>{signed(points)}</td>
      <td className="py-1.5 text-right whitespace-nowrap text-ink-3">{now ?? '–'}</td>
    </tr>
  )
}

function BarOf({ bar: { from, to }, tone, isHatched = false }: { bar: Bar; tone: Tone; isHatched?: boolean }) {
  return (
    <span className="relative block h-3">
      <span
        className={`absolute inset-y-0 rounded-[2px] ${isHatched ? 'hatch border border-line-3' : ''}`}
        style={{
          left: `${Math.min(from, to)}%`,
          width: `${Math.abs(to - from)}%`,
          ...(isHatched ? {} : { background: FILLS[tone] }),
        }}
      />
    </span>
  )
}

/** "−13.9", "+3.0"; nothing is 0. */
function signed(points: number): string {
  const said = formatPoints(points)
  return said === '0.0' || said === '−0.0' ? '0' : points > 0 ? `+${said}` : said
}
