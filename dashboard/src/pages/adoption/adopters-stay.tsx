import type { LandmarkAnswer } from '@contract/analyze/landmark.ts'
import { adoptersQuestion, type KnownOutcome, stayOutcome } from '@contract/analyze/standing-questions.ts'
import { titleOf } from '@contract/title-of.ts'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useAnalysis } from '../../api/analysis.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import { Choice, Segmented } from '../../parts/fields.tsx'
import { IntervalMark, ShareWithLimits } from '../../parts/limits.tsx'
import type { Column } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { WhoButton } from '../../parts/who-button.tsx'
import { useCell } from '../../search/use-cell.ts'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { daysBefore } from '../../words/intervals.ts'
import {
  formatDifference,
  formatDifferenceLimits,
  formatShare,
  formatShareLimits,
  type Limits,
} from '../../words/measures.ts'
import type { AdoptionSearch } from './feature.ts'

const route = getRouteApi('/adoption')

type Asked = ReturnType<typeof adoptersQuestion>
type AdoptersProps = { feature: string; asOf: string; outcomes: readonly KnownOutcome[] }
type StayCell = { readonly used: boolean; readonly had: boolean }

/** Whether those who used a feature before a landmark stayed more often after it than those who had not. */
export function AdoptersStay({ feature, asOf, outcomes }: AdoptersProps) {
  const { outcome: chosen } = route.useSearch()
  const change = useChangeSearch<AdoptionSearch>()
  const usual = stayOutcome(outcomes)
  const outcome = outcomes.find(({ key }) => key === chosen) ?? usual
  const asked = adoptersQuestion(asOf, (days) => daysBefore(asOf, days), { feature, outcome })
  const query = useAnalysis('landmark', asked)
  const { cell, open, close } = useCell<Partial<StayCell>>()
  return (
    <>
      <Waiting query={query} what="What became of them" height={200}>
        {(answer) => (
          <Groups
            {...{ answer, asked, feature, outcome }}
            onOpen={open}
            right={
              outcomes.length > 1 && (
                <Choice
                  label="Outcome"
                  value={outcome.key}
                  options={outcomes.map(({ key }) => [key, titleOf(key).toLowerCase()])}
                  onChange={(one) => change({ outcome: one === usual.key ? undefined : one })}
                />
              )
            }
          />
        )}
      </Waiting>
      {typeof cell?.used === 'boolean' && typeof cell.had === 'boolean' && (
        <ActorsDialog
          title={`${cell.used ? 'Had used' : 'Had not used'} ${feature}`}
          kind="landmark"
          asked={{ ...asked, actors_of: { value: cell.used, had: cell.had } }}
          before={
            <HadOrNot {...{ outcome }} had={cell.had} onChange={(had) => open({ used: cell.used === true, had })} />
          }
          onClose={close}
        />
      )}
    </>
  )
}

function HadOrNot({
  outcome,
  had,
  onChange,
}: {
  outcome: KnownOutcome
  had: boolean
  onChange: (had: boolean) => void
}) {
  const { yes, no } = wordsOf(outcome)
  return (
    <Segmented
      label="Who of them"
      value={had === isLoss(outcome) ? 'no' : 'yes'}
      options={[
        ['yes', yes],
        ['no', no],
      ]}
      onChange={(one) => onChange((one === 'yes') !== isLoss(outcome))}
    />
  )
}

/** Those who had used the feature, or had not; the share is of whom something good came. */
type Row = {
  readonly used: boolean
  readonly accounts: number
  readonly good: number
  readonly share: Limits | null
}

type GroupsProps = {
  answer: LandmarkAnswer
  asked: Asked
  feature: string
  outcome: KnownOutcome
  onOpen: (cell: StayCell) => void
  right: ReactNode
}

function Groups({ answer, asked, feature, outcome, onOpen, right }: GroupsProps) {
  const rows = [true, false].map((used) => rowOf(answer, used, outcome))
  const { yes } = wordsOf(outcome)
  const openRow = ({ used }: Row) => onOpen({ used, had: !isLoss(outcome) })
  const { left_out } = answer
  const leftOut = left_out.decided + left_out.left + left_out.untold
  return (
    <ChartSection
      id="adopters-stay"
      title={`${yes}, with and without ${feature}`}
      say={<Difference {...{ answer, outcome, feature }} />}
      right={right}
      columns={columnsOf(feature, yes, openRow)}
      rows={rows}
      keyOf={({ used }) => String(used)}
      height={74}
      note={`${whenWords(asked)} ${countOf(leftOut, 'account')} had left, decided or cannot be told by then${left_out.too_early === 0 ? '' : `; ${formatCount(left_out.too_early)} are too young`}. Who uses a feature differs by more than that: it shows who, not why.`}
    >
      <ul className="text-dense">
        {rows.map((row) => (
          <li
            key={String(row.used)}
            className="flex flex-wrap items-center gap-x-4 border-b border-line py-2 last:border-b-0"
          >
            <span className="w-40 flex-none">{row.used ? `used ${feature}` : 'did not'}</span>
            <span className="w-14 flex-none text-right text-ink-3">
              <WhoOfRow {...{ row, feature, yes }} onOpen={openRow} />
            </span>
            <span className="min-w-24 flex-1">
              <IntervalMark
                of={row.share}
                label={row.share === null ? 'nobody' : `interval ${formatShareLimits(row.share)}`}
              />
            </span>
            <span className="w-28 flex-none text-right">
              <ShareWithLimits of={row.share} bold />
            </span>
          </li>
        ))}
      </ul>
    </ChartSection>
  )
}

/** "7.2 points more (1.1 to 13) of those who had used it." */
function Difference({ answer, outcome, feature }: Pick<GroupsProps, 'answer' | 'outcome' | 'feature'>) {
  const found = answer.groups.find(({ value }) => value === true)?.difference ?? null
  if (found === null) return <>There are too few to hold one against the other.</>
  const difference = isLoss(outcome) ? { estimate: -found.estimate, lower: -found.upper, upper: -found.lower } : found
  const isClear = difference.lower > 0 || difference.upper < 0
  return (
    <>
      Of those who had used {feature}{' '}
      <b className="font-medium text-ink">{formatDifference(difference.estimate)} points</b> (
      {formatDifferenceLimits(difference)})
      {isClear ? ' against the others.' : ' against the others: no more than chance can do.'}
    </>
  )
}

function rowOf({ groups }: LandmarkAnswer, used: boolean, outcome: KnownOutcome): Row {
  const group = groups.find(({ value }) => value === used)
  if (group === undefined) return { used, accounts: 0, good: 0, share: null }
  const { accounts, outcomes, rate } = group
  if (!isLoss(outcome) || rate === null) return { used, accounts, good: outcomes, share: rate }
  const share = { estimate: 1 - rate.estimate, lower: 1 - rate.upper, upper: 1 - rate.lower }
  return { used, accounts, good: accounts - outcomes, share }
}

function isLoss({ kind }: KnownOutcome): boolean {
  return kind === 'churned' || kind === 'inactive'
}

function wordsOf(outcome: KnownOutcome): { readonly yes: string; readonly no: string } {
  if (outcome.kind === 'churned') return { yes: 'Still customers', no: 'Left' }
  const title = titleOf(outcome.key)
  return isLoss(outcome)
    ? { yes: `Not ${title.toLowerCase()}`, no: title }
    : { yes: title, no: `Not ${title.toLowerCase()}` }
}

function whenWords({ start, date_from, landmark_days, within_days }: Asked): string {
  if (start === 'sign_up')
    return `Of accounts that signed up in a year, by what they had done in their first ${landmark_days} days; followed for ${within_days} days from then on.`
  const at = daysBefore(date_from, -landmark_days)
  return `Of those who were there on ${formatDay(at)}, by what they had done in the ${landmark_days} days before; followed for ${within_days} days from then on.`
}

type WhoProps = { row: Row; feature: string; yes: string; onOpen: (row: Row) => void }

function WhoOfRow({ row, feature, yes, onOpen }: WhoProps) {
  return (
    <WhoButton
      label={`${formatCount(row.accounts)} ${row.used ? 'used' : 'did not use'} ${feature}: who of them ${yes.toLowerCase()}`}
      onClick={() => onOpen(row)}
    >
      {formatCount(row.accounts)}
    </WhoButton>
  )
}

function columnsOf(feature: string, yes: string, onOpen: (row: Row) => void): Column<Row>[] {
  return [
    { head: 'Before the landmark', value: ({ used }) => (used ? `used ${feature}` : `did not use ${feature}`) },
    {
      head: 'Accounts',
      value: ({ accounts }) => accounts,
      right: true,
      cell: (row) => <WhoOfRow {...{ row, feature, yes, onOpen }} />,
    },
    { head: yes, value: ({ good }) => good, right: true },
    { head: 'Share', value: ({ share }) => formatShare(share?.estimate ?? null), right: true },
    { head: '95 %', value: ({ share }) => (share === null ? null : formatShareLimits(share)), right: true },
  ]
}
