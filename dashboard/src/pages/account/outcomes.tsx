import type { AccountDetail } from '@contract/account.ts'
import type { OutcomeStanding } from '@contract/outcomes.ts'
import { titleOf } from '@contract/title-of.ts'
import { Hint } from '../../parts/hint.tsx'
import { Section } from '../../parts/section.tsx'
import { countOf, formatInstantDay } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'

type OutcomesProps = { account: AccountDetail; zone: string }

/** What came of the account, of what the configuration watches for. */
export function Outcomes({ account: { outcomes, asOf }, zone }: OutcomesProps) {
  if (outcomes.length === 0) return null
  return (
    <Section title="Outcomes">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-dense">
        {outcomes.map((one) => (
          <div key={one.outcome} className="contents">
            <dt className="text-ink-3 [overflow-wrap:anywhere]">
              <Hint word={titleOf(one.outcome)}>{onScreen(one.sentence)}</Hint>
            </dt>
            <dd className="text-right [overflow-wrap:anywhere]">
              {outcomeWords(one, (instant) => formatInstantDay(instant, zone, asOf))}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function outcomeWords({ standing, dates }: OutcomeStanding, dayOf: (instant: string) => string): string {
  switch (standing) {
    case 'happened':
      return happenedWords(dates, dayOf)
    case 'pending':
      return 'not yet'
    case 'not':
      return 'can come no more'
    case 'unknown':
      return 'cannot be told'
  }
}

/** "9 Feb, in effect 10 Sep"; of several the last, and how many. */
function happenedWords(dates: OutcomeStanding['dates'], dayOf: (instant: string) => string): string {
  const last = dates.at(-1)
  if (last === undefined) return 'happened'
  const decided = dayOf(last.decided)
  const effective = last.effective === null ? decided : dayOf(last.effective)
  const when = effective === decided ? decided : `${decided}, in effect ${effective}`
  return dates.length === 1 ? when : `${when}; ${countOf(dates.length, 'time')}`
}
