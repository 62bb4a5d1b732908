import type { AccountDetail } from '@contract/account.ts'
import type { ActivationStanding, MilestoneStanding } from '@contract/scores.ts'
import { Hint } from '../../parts/hint.tsx'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { countOf, formatCount, formatInstantDay } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'

type Status = NonNullable<ActivationStanding['onboarding']>['status']

const STATUS_LOOKS: Readonly<Record<Status, { icon: IconName; text: string }>> = {
  green: { icon: 'check', text: 'text-well' },
  yellow: { icon: 'wave', text: 'text-watch' },
  red: { icon: 'down', text: 'text-risk' },
  'too early': { icon: 'clock', text: 'text-ink-3' },
}

type OnboardingProps = { account: AccountDetail; zone: string }

/** How far the account got: its onboarding status, the steps reached and missing, and when it was activated. */
export function Onboarding({ account: { activation, asOf }, zone }: OnboardingProps) {
  if (activation === null) return null
  const { milestones, onboarding } = activation
  const done = milestones.filter(({ doneAt }) => doneAt !== null)
  const missing = milestones.filter(({ doneAt }) => doneAt === null)
  const inOrder = [...done.sort((a, b) => (a.doneAt ?? '').localeCompare(b.doneAt ?? '')), ...missing]
  return (
    <Section title="Steps" right={`${formatCount(done.length)} of ${formatCount(milestones.length)} done`}>
      {onboarding !== null && <Status status={onboarding.status} because={onboarding.because} />}
      <ul className="text-dense">
        {inOrder.map((step) => (
          <Step
            key={step.key}
            step={step}
            when={step.doneAt === null ? null : formatInstantDay(step.doneAt, zone, asOf)}
          />
        ))}
      </ul>
      <Note>
        <Hint word={activationWords(activation, (instant) => formatInstantDay(instant, zone, asOf))}>
          {onScreen(activation.sentence)}
        </Hint>
      </Note>
    </Section>
  )
}

function Status({ status, because }: { status: Status; because: string }) {
  const { icon, text } = STATUS_LOOKS[status]
  return (
    <p className="mb-2 flex gap-2 text-dense text-ink-2">
      <Icon name={icon} className={`translate-y-0.5 ${text}`} />
      <span>
        <b className={`font-medium ${text}`}>Onboarding {status}</b>: {because}
      </span>
    </p>
  )
}

function Step({ step, when }: { step: MilestoneStanding; when: string | null }) {
  const { title, progress, required, days, sentence } = step
  const reached = when !== null
  return (
    <li className="flex items-baseline gap-2 border-b border-line py-1.5 last:border-b-0">
      <Icon name={reached ? 'check' : 'ring'} className={`translate-y-[3px] ${reached ? 'text-well' : 'text-ink-3'}`} />
      <span className={`min-w-0 [overflow-wrap:anywhere] ${reached ? '' : 'text-ink-2'}`}>
        <Hint word={title}>{onScreen(sentence)}</Hint>
        {!required && <small className="text-small text-ink-3"> optional</small>}
      </span>
      <span className="ml-auto whitespace-nowrap">
        {reached ? (
          <>
            {days !== null && <span className="text-ink-3">{dayWords(days)}, </span>}
            {when}
          </>
        ) : (
          <span className="text-ink-3">{progress > 0 ? `${Math.floor(100 * progress)}\u202f% of it` : 'missing'}</span>
        )}
      </span>
    </li>
  )
}

type DayOf = (instant: string) => string

/** "Activated 27 May, day 11: slow. A step of every kind is done." */
function activationWords(activation: ActivationStanding, dayOf: DayOf): string {
  return [
    activatedWords(activation, dayOf),
    ...(activation.fully ? ['A step of every kind is done.'] : []),
    ...(activation.setUpBurst ? ['All on the first day, and nobody came back.'] : []),
  ].join(' ')
}

function activatedWords(activation: ActivationStanding, dayOf: DayOf): string {
  const { activatedAt, days, speed, late, age, withinDays, provisional } = activation
  if (activatedAt !== null) {
    const pace = late ? 'late' : speed
    return `Activated ${dayOf(activatedAt)}${days === null ? '' : `, ${dayWords(days)}`}${pace === null ? '' : `: ${pace}`}.`
  }
  if (age === null) return 'Not activated.'
  return provisional
    ? `Not activated yet: ${dayWords(age)} of ${formatCount(withinDays)}.`
    : `Not activated within ${countOf(withinDays, 'day')}.`
}

/** Days of 24 hours from sign-up as the whole days that are over: 11.9 → "day 11". */
function dayWords(days: number): string {
  return `day ${formatCount(Math.floor(days))}`
}
