import type { AccountDetail } from '@contract/account.ts'
import { lazy, Suspense } from 'react'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Scrolling } from '../../parts/scrolling.tsx'
import { Section } from '../../parts/section.tsx'
import { CsvButton } from '../../parts/table.tsx'
import { type Head, TableHead } from '../../parts/table-head.tsx'
import { useTableShown } from '../../search/use-table-shown.ts'
import { dayNumber, dayText } from '../../words/days.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { AlertLane } from './alert-lane.tsx'
import { type Week, weeksUntil } from './weeks-until.ts'

const WeekBars = lazy(() => import('../../charts/week-bars.tsx').then((module) => ({ default: module.WeekBars })))
const GUTTER_PX = 40

/** Core actions a week over the alerts of the same stretch, and as a table. */
export function CoreActions({ account }: { account: AccountDetail }) {
  const [asTable, setAsTable] = useTableShown('core-actions')
  const weeks = weeksUntil(account)
  const from = weeks[0]?.from ?? dayNumber(account.asOf)
  const to = dayNumber(account.asOf) + 1
  return (
    <Section
      title="Core actions a week, and alerts"
      right={
        <>
          <CsvButton name="core-actions" columns={COLUMNS} rows={weeks} />
          <Button look="bare" className="!text-sea" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            <Icon name={asTable ? 'chart' : 'table'} /> {asTable ? 'Chart' : 'Table'}
          </Button>
        </>
      }
    >
      {asTable ? (
        <WeekTable weeks={weeks} asOf={account.asOf} />
      ) : weeks.every((week) => week.core === 0) ? (
        <p className="mb-3 text-dense text-ink-2">{nothingWords(weeks.length)}</p>
      ) : (
        <div className="h-[12.25rem]">
          <Suspense>
            <WeekBars weeks={weeks} gutter={GUTTER_PX} label={barsLabel(account, weeks)} />
          </Suspense>
        </div>
      )}
      <AlertLane episodes={account.episodes} from={from} to={to} asOf={account.asOf} gutter={GUTTER_PX} />
    </Section>
  )
}

const COLUMNS = [
  { head: 'from', value: ({ from }: Week) => dayText(from) },
  { head: 'to', value: ({ to }: Week) => dayText(to) },
  { head: 'core actions', value: ({ core }: Week) => core },
  { head: 'active events', value: ({ active }: Week) => active },
]

function nothingWords(weeks: number): string {
  return weeks === 0 ? 'Not a whole week yet.' : `No core action in ${countOf(weeks, 'whole week')}.`
}

function barsLabel(account: AccountDetail, weeks: readonly Week[]): string {
  const last = weeks.at(-1)
  const before = weeks.at(-5)
  if (last === undefined) return 'Core actions a week: not a whole week yet'
  const earlier = before === undefined ? '' : `, ${formatCount(before.core)} four weeks before`
  return `Core actions a week at ${account.name.slice(0, 100)}: ${formatCount(last.core)} in the week to ${formatDay(account.asOf)}${earlier}`
}

const HEADS: readonly Head[] = [
  { words: 'Week' },
  { words: 'Core actions', right: true },
  { words: 'Active events', right: true },
]

function WeekTable({ weeks, asOf }: { weeks: readonly Week[]; asOf: string }) {
  return (
    <Scrolling label="Core actions, week by week" className="max-h-[20rem]">
      <table className="w-full text-dense">
        <TableHead heads={HEADS} />
        <tbody>
          {[...weeks].reverse().map((week) => (
            <tr key={week.to} className="border-b border-line last:border-b-0">
              <td className="py-1">
                {formatDay(dayText(week.from), asOf)} – {formatDay(dayText(week.to), asOf)}
              </td>
              <td className="py-1 pr-3 text-right">{formatCount(week.core)}</td>
              <td className="py-1 text-right text-ink-2">{formatCount(week.active)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  )
}
