import type { AccountDetail } from '@contract/account.ts'
import type { Comparison, ExplainedCondition, Explanation } from '@contract/explanation.ts'
import { Link } from '@tanstack/react-router'
import { Icon, SIGNAL_LOOKS } from '../../parts/icon.tsx'
import { Section } from '../../parts/section.tsx'
import { type Head, TableHead } from '../../parts/table-head.tsx'
import { bindPerCent, countOf, formatDay, formatDistance, formatValue } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'

const ORDER = { on: 0, unknown: 1, off: 2, not_applicable: 3, disabled: 4 } as const
const STATE_WORDS = {
  on: 'on',
  off: 'off',
  unknown: 'not known',
  not_applicable: 'does not apply',
  disabled: 'switched off',
}
const ROLE_WORDS = { for: 'Applies to', when: 'Opens when', until: 'Closes when' } as const

/** Why each signal is on or off, with value, threshold and what is missing to turn it. */
export function Reasons({ account }: { account: AccountDetail }) {
  const sorted = [...account.explanations].sort((a, b) => ORDER[a.state] - ORDER[b.state])
  const shown = sorted.filter((reason) => reason.state !== 'not_applicable' && reason.state !== 'disabled')
  const rest = sorted.filter((reason) => reason.state === 'not_applicable' || reason.state === 'disabled')
  return (
    <Section title="Why, signal by signal" right={countWords(shown)}>
      {account.configOf === 'now' && (
        <p className="text-ink-2">
          By the present configuration: that of {formatDay(account.asOf)} cannot be read any more.
        </p>
      )}
      {shown.length === 0 && <p className="text-ink-2">No signal is defined for accounts like this one.</p>}
      <ul>
        {shown.map((reason) => (
          <Reason key={`${reason.level}:${reason.signal}`} reason={reason} account={account} />
        ))}
      </ul>
      {rest.length > 0 && <Rest reasons={rest} />}
    </Section>
  )
}

function countWords(shown: readonly Explanation[]): string {
  const count = (state: Explanation['state']) => shown.filter((reason) => reason.state === state).length
  const unknown = count('unknown')
  return `${count('on')} on, ${count('off')} off${unknown === 0 ? '' : `, ${unknown} not known`}`
}

/** Signals that have nothing to say here: folded, but none is hidden. */
function Rest({ reasons }: { reasons: readonly Explanation[] }) {
  return (
    <details className="group mt-2">
      <summary className="inline-flex min-h-6 list-none items-center gap-1 text-small text-ink-3 hover:text-ink [&::-webkit-details-marker]:hidden">
        <Icon name="chevron" className="!size-3 group-open:rotate-90" />
        {countOf(reasons.length, 'more signal')}: not for this account, or switched off
      </summary>
      <ul className="pt-1 pl-4 text-small text-ink-2">
        {reasons.map(({ level, signal, title, sentence }) => (
          <li key={`${level}:${signal}`} className="py-1 [overflow-wrap:anywhere]">
            <b className="font-medium">{title}</b> <span className="text-ink-3">{onScreen(sentence)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function Reason({ reason, account }: { reason: Explanation; account: AccountDetail }) {
  const looks = SIGNAL_LOOKS[reason.type]
  const on = reason.state === 'on'
  return (
    <li className="border-b border-line last:border-b-0">
      <details open={on} className="group">
        <summary className="grid list-none grid-cols-[1rem_minmax(0,1fr)_auto] items-baseline gap-x-2 py-2.5 text-dense [&::-webkit-details-marker]:hidden">
          <Icon name={on ? looks.icon : 'ring'} className={`translate-y-[3px] ${on ? looks.text : 'text-ink-3'}`} />
          <span className="[overflow-wrap:anywhere]">
            <b className={on ? looks.text : 'font-medium'}>{reason.title}</b>{' '}
            <span className="text-ink-3">
              {STATE_WORDS[reason.state]}
              {on && reason.sinceDay !== null && ` since ${formatDay(reason.sinceDay, account.asOf)}`}
            </span>
            <span className="block text-ink-2">{onScreen(reason.sentence)}</span>
          </span>
          <Icon name="chevron" className="translate-y-[3px] text-ink-3 group-open:rotate-90" />
        </summary>
        <div className="pb-4 pl-6">
          {reason.conditions.map((condition, at) => (
            <ConditionTable key={condition.role} condition={condition} account={account} headed={at === 0} />
          ))}
          <p className="mt-2 max-w-[84ch] text-small text-ink-3">
            {bindPerCent(reason.definition)}
            {on && reason.suggest !== null && <span className="text-ink-2"> Suggested: {reason.suggest}.</span>}
          </p>
        </div>
      </details>
    </li>
  )
}

type ConditionTableProps = { condition: ExplainedCondition; account: AccountDetail; headed: boolean }

function ConditionTable({ condition, account, headed }: ConditionTableProps) {
  if (condition.comparisons.length === 0) return null
  return (
    <table className="mt-1 w-full table-fixed text-dense">
      <colgroup>
        <col />
        <col className="w-16 desk:w-24" />
        <col className="w-20 desk:w-24" />
        <col className="w-20 max-desk:hidden" />
      </colgroup>
      <TableHead heads={headsOf(condition, headed)} />
      <tbody>
        {condition.comparisons.map((comparison, at) => (
          // Two comparisons of one condition may be of the same quantity; their order never changes.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <ComparisonRow key={at} comparison={comparison} account={account} />
        ))}
      </tbody>
    </table>
  )
}

/** The first table of a reason names its columns for all of them. */
function headsOf({ role }: ExplainedCondition, headed: boolean): readonly Head[] {
  return [
    { words: ROLE_WORDS[role] },
    { words: 'Now', right: true, isSaid: !headed },
    { words: 'Threshold', right: true, isSaid: !headed },
    { words: 'To turn', right: true, isSaid: !headed, isWide: true },
  ]
}

function ComparisonRow({ comparison, account }: { comparison: Comparison; account: AccountDetail }) {
  const { holds, label, value, text, op, threshold, unit, distance, sentence, parts } = comparison
  return (
    <tr className="border-b border-line align-baseline last:border-b-0" title={sentence}>
      <td className="py-1.5 pr-3 pl-[1.375rem] -indent-[1.375rem]">
        <Icon
          name={holds === true ? 'check' : holds === false ? 'cross' : 'clock'}
          className={`mr-1.5 -mb-[3px] ${holds === true ? 'text-ink' : 'text-ink-3'}`}
        />
        <span className="sr-only">
          {holds === true ? 'holds: ' : holds === false ? 'does not hold: ' : 'not known: '}
        </span>
        <span className="[overflow-wrap:anywhere]">{label}</span>
        {parts !== null && <span className="text-ink-3"> {partsWords(parts)}</span>}
      </td>
      <td className="py-1.5 pr-3 text-right font-medium whitespace-nowrap">
        <ValueWithEvents shown={text ?? formatValue(value, unit)} comparison={comparison} account={account} />
      </td>
      <td className="py-1.5 pr-3 text-right whitespace-nowrap text-ink-2">
        {opWord(op)} {typeof threshold === 'number' ? formatValue(threshold, unit) : (threshold ?? '')}
      </td>
      <td className="py-1.5 text-right whitespace-nowrap text-ink-3 max-desk:hidden">
        {formatDistance(distance, unit)}
      </td>
    </tr>
  )
}

/** What a ratio or a change is made of: "12 over 40", "6 after 92". */
function partsWords({ how, top, bottom }: NonNullable<Comparison['parts']>): string {
  return `${formatValue(top.value, top.unit)} ${how === 'ratio' ? 'over' : 'after'} ${formatValue(bottom.value, bottom.unit)}`
}

/** A number that opens into the events it was made from. */
function ValueWithEvents({
  shown,
  comparison,
  account,
}: {
  shown: string
  comparison: Comparison
  account: AccountDetail
}) {
  const { events } = comparison
  const [name] = events?.names ?? []
  if (events === null || name === undefined || events.names.length > 1) return shown
  return (
    <Link
      to="/accounts/$key"
      params={{ key: account.key }}
      search={(before) => ({ ...before, event: name, from: events.from, to: events.to })}
      hash="events"
      replace
      resetScroll={false}
      className="text-sea underline decoration-dotted underline-offset-3"
      title={`The events behind this number: ${name.slice(0, 200)}`}
    >
      {shown}
    </Link>
  )
}

const OP_WORDS: Readonly<Record<string, string>> = {
  '>=': '≥',
  '<=': '≤',
  '!=': '≠',
  is: 'is',
  is_not: 'is not',
  in: 'in',
  contains: 'contains',
  is_set: 'is set',
}

function opWord(op: string): string {
  return OP_WORDS[op] ?? op
}
