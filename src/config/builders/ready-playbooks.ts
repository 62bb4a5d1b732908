import { activated, activation } from './activation.ts'
import { all, type ConditionBuilder, not } from './condition.ts'
import { type PlaybookBuilder, playbook } from './playbook.ts'
import { addTask, send, tag, wait, waitUntil } from './playbook-step.ts'
import { becomes, enters, every, onDay, opens } from './playbook-trigger.ts'
import { type ForGoal, forGoal, type Goal, type MayHaveGoal, told } from './ready-goal.ts'
import { days } from './window.ts'

/** Where a message leads: `{ text: 'Open the guide', href: 'https://example.com/start' }`. */
export type ReadyLink = { readonly text: string; readonly href: string }

/** The channel of letters, that of messages in the product, and where these lead. */
type Mail<M extends string> = { readonly mail: M; readonly link: ReadyLink }
type App<A extends string> = { readonly app: A; readonly link: ReadyLink }
type ForTeam<T extends string> = { readonly team: T }
type Channel<C extends string> = `channel.${C}`

const HELLO = 'Hello{% if recipient.name %} {{ recipient.name }}{% endif %},\n\n'
const LEFT = '{% for step in missingMilestones %}\n- {{ step }}{% endfor %}'
const UNUSED = '{% if unusedFeatures.size > 0 %}\n\nNot tried yet: {{ unusedFeatures | join: ", " }}.{% endif %}'
const DAYS_LEFT =
  '{% if trialDaysLeft %}\n\nDays of the trial that are left, today with: {{ trialDaysLeft }}.{% endif %}'
const LIMIT = '{% if limits.size > 0 %}{{ limits[0].name }}: {{ limits[0].used }} of {{ limits[0].most }}. {% endif %}'

/** Promising, and no milestone done: a letter on day 3, help in the product on day 5, a call on day 7. Over with the first milestone. */
function highPotential<
  const M extends string,
  const A extends string,
  const T extends string,
  R extends string,
  const O extends string = never,
>(
  ways: Mail<M> & App<A> & ForTeam<T> & MayHaveGoal<O> & { readonly promising: ConditionBuilder<R> },
): PlaybookBuilder<R | Channel<M | A> | `team.${T}` | Goal<O>> {
  const { mail, app, team, link, promising } = ways
  return told(
    ways,
    ['mail', 'app', 'team', 'link', 'promising', 'goal'],
    forGoal(playbook(onDay(3, all(promising, activation('milestones').under(1)))), ways)
      .exit(activation('milestones').atLeast(1))
      .once()
      .do(
        send({
          ...{ via: mail, to: 'champion', link, subject: 'The first step with {{ product }}' },
          text: `${HELLO}who stays began with one of these:${LEFT}\n\nIt takes a few minutes.`,
        }),
        wait(days(2)),
        send({
          ...{ via: app, to: 'champion', link, subject: 'Shall we set it up together?' },
          text: 'Half an hour with one of us, and {{ account.name }} is up and running.',
        }),
        wait(days(2)),
        addTask({ team, action: 'Call {{ account.name }} and offer a demonstration of their own' }),
      ),
  )
}

/** Some milestones and not enough on day 4: a letter on what is left, and after three days the next step in the product. Over once activated. */
function partlyActivated<const M extends string, const A extends string, const O extends string>(
  ways: Mail<M> & App<A> & ForGoal<O>,
): PlaybookBuilder<Channel<M | A> | Goal<O>> {
  const { mail, app, link, goal } = ways
  return told(
    ways,
    ['mail', 'app', 'link', 'goal'],
    playbook(onDay(4, all(activation('milestones').atLeast(1), not(activated()))))
      .goal(goal)
      .exit(activated())
      .once()
      .do(
        send({
          ...{ via: mail, to: 'champion', link, subject: 'What {{ account.name }} has not tried yet' },
          text: `${HELLO}done: {{ doneMilestones | join: ", " }}. What makes the difference now:${LEFT}${UNUSED}${DAYS_LEFT}`,
        }),
        waitUntil(activated(), { atMost: days(3) }),
        send({
          ...{ via: app, to: 'champion', link, subject: 'Next: {{ missingMilestones | first }}' },
          text: 'One step, and the rest is easier.',
        }),
      ),
  )
}

/** Everything within days, by a signal: marked elsewhere, invited to the beta, and two weeks later asked for a story. */
function powerUser<
  const M extends string,
  const C extends string,
  const T extends string,
  const S extends string,
  const O extends string = never,
>(
  ways: Mail<M> & ForTeam<T> & MayHaveGoal<O> & { readonly crm: C; readonly when: S },
): PlaybookBuilder<Channel<M | C> | `team.${T}` | `signal.${S}` | Goal<O>> {
  const { mail, crm, team, link, when } = ways
  return told(
    ways,
    ['mail', 'crm', 'team', 'link', 'when', 'goal'],
    forGoal(playbook(opens(when)), ways)
      .once()
      .do(
        tag('power user', { via: crm }),
        send({
          ...{ via: mail, to: 'champion', link, subject: 'See what comes next in {{ product }}' },
          text: `${HELLO}you were faster than nearly everybody. Would you try what we are working on, before others do?`,
        }),
        wait(days(14)),
        addTask({ team, action: 'Ask {{ account.name }} for their story' }),
      ),
  )
}

/** A signal is told a team for as long as it lasts: struggle, seats that stall, a limit that is near. A task is no experiment: nobody is left alone with it. */
function handOver<const T extends string, const S extends string>(
  ways: ForTeam<T> & { readonly when: S; readonly action: string },
): PlaybookBuilder<`team.${T}` | `signal.${S}`> {
  const { team, when, action } = ways
  const built = playbook(opens(when)).whileOpen().holdout('off').do(addTask({ team, action }))
  return told(ways, ['team', 'when', 'action'], built)
}

/** Use falls after onboarding, by a signal: guidance in the product, after three days a letter, and after a week, if it lasts, a task. */
function guideBack<
  const M extends string,
  const A extends string,
  const T extends string,
  const S extends string,
  const O extends string = never,
>(
  ways: Mail<M> & App<A> & ForTeam<T> & MayHaveGoal<O> & { readonly when: S },
): PlaybookBuilder<Channel<M | A> | `team.${T}` | `signal.${S}` | Goal<O>> {
  const { mail, app, team, link, when } = ways
  return told(
    ways,
    ['mail', 'app', 'team', 'link', 'when', 'goal'],
    forGoal(playbook(opens(when)), ways)
      .whileOpen()
      .again(days(60))
      .do(
        send({
          ...{ via: app, to: 'champion', link, subject: 'Pick up where you left off' },
          text: 'Three ways to get something done in {{ product }} today.',
        }),
        wait(days(3)),
        send({
          ...{ via: mail, to: 'champion', link, subject: '{{ account.name }} and {{ product }}' },
          text: `${HELLO}it has become quiet. What is in the way? A reply reaches us.`,
        }),
        wait(days(4)),
        addTask({ team, action: 'Ask {{ account.name }} what is in the way' }),
      ),
  )
}

/** A condition on seats or the like becomes true: a task. */
function stalled<const T extends string, R extends string>(
  ways: ForTeam<T> & { readonly when: ConditionBuilder<R>; readonly action: string },
): PlaybookBuilder<R | `team.${T}`> {
  const { team, when, action } = ways
  const built = playbook(becomes(when)).again(days(60)).holdout('off').do(addTask({ team, action }))
  return told(ways, ['team', 'when', 'action'], built)
}

/** Red in the onboarding status: a call now, engineers after a week, and after a month a word with the executive; over once it is red no longer. */
function redOnboarding<const T extends string, const E extends string>(
  ways: ForTeam<T> & { readonly escalation: E },
): PlaybookBuilder<'band.onboarding=red' | `team.${T | E}`> {
  const { team, escalation } = ways
  return told(
    ways,
    ['team', 'escalation'],
    playbook(enters('onboarding', 'red'))
      .whileOpen()
      .holdout('off')
      .do(
        addTask({ team, action: 'Call {{ account.name }} within a day; bring technical help' }),
        wait(days(7)),
        addTask({ team: escalation, action: 'Clear what blocks {{ account.name }} technically' }),
        wait(days(23)),
        addTask({ team, action: 'Tell the executive of {{ account.name }}: a plan to save it, or a refund' }),
      ),
  )
}

/** Yellow in the onboarding status: a letter on what is missing, and a week later, while it lasts, a task to find out what is in the way. */
function yellowOnboarding<const M extends string, const T extends string, const O extends string = never>(
  ways: Mail<M> & ForTeam<T> & MayHaveGoal<O>,
): PlaybookBuilder<'band.onboarding=yellow' | Channel<M> | `team.${T}` | Goal<O>> {
  const { mail, team, link } = ways
  return told(
    ways,
    ['mail', 'team', 'link', 'goal'],
    forGoal(playbook(enters('onboarding', 'yellow')), ways)
      .whileOpen()
      .do(
        send({
          ...{ via: mail, to: 'champion', link, subject: 'What {{ account.name }} is still missing' },
          text: `${HELLO}still to do:${LEFT}\n\nCome to our office hours, or reply to this letter.`,
        }),
        wait(days(7)),
        addTask({ team, action: 'Find out what is in the way of {{ account.name }}, and offer training' }),
      ),
  )
}

/** Green for a month in the onboarding status: a talk about growing, and a reference. */
function greenOnboarding<const T extends string>(
  ways: ForTeam<T>,
): PlaybookBuilder<'band.onboarding=green' | `team.${T}`> {
  const built = playbook(enters('onboarding', 'green'))
    .whileOpen()
    .holdout('off')
    .do(
      wait(days(30)),
      addTask({ team: ways.team, action: 'Talk with {{ account.name }} about growing; ask for a reference' }),
    )
  return told(ways, ['team'], built)
}

/** A limit of the free plan is near or met, by a signal: said in the product, with what the next plan adds. */
function upgradePrompt<const A extends string, const S extends string, const O extends string>(
  ways: App<A> & ForGoal<O> & { readonly when: S },
): PlaybookBuilder<Channel<A> | `signal.${S}` | Goal<O>> {
  const { app, link, when, goal } = ways
  return told(
    ways,
    ['app', 'link', 'when', 'goal'],
    playbook(opens(when))
      .goal(goal)
      .whileOpen()
      .again(days(30))
      .do(
        send({
          ...{ via: app, to: 'admins', link, subject: '{{ account.name }} is near a limit of its plan' },
          text: `${LIMIT}The next plan has room for everybody. It takes one click, and nothing is lost.`,
        }),
      ),
  )
}

/** Every month, to whom the workspace belongs: what their team got done with it. */
function usageReport<const M extends string, R extends string, const O extends string>(
  ways: Mail<M> & ForGoal<O> & { readonly among: ConditionBuilder<R> },
): PlaybookBuilder<R | Channel<M> | Goal<O>> {
  const { mail, link, among, goal } = ways
  return told(
    ways,
    ['mail', 'link', 'among', 'goal'],
    playbook(every('month'))
      .goal(goal)
      .among(among)
      .do(
        send({
          ...{ via: mail, to: 'admins', link, subject: 'What {{ account.name }} does with {{ product }}' },
          text: `${HELLO}in the last 28 days {{ usage.people }} of your team worked with {{ product }}.{% for one in usage.features %}\n- {{ one.name }}: {{ one.times }} times{% endfor %}${UNUSED}`,
        }),
      ),
  )
}

/** A score comes into its best band: an offer that holds for some days, and no second one within half a year. */
function limitedOffer<const M extends string, const S extends string, const B extends string, const O extends string>(
  ways: Mail<M> & ForGoal<O> & { readonly score: S; readonly band: B; readonly offer: string },
): PlaybookBuilder<Channel<M> | `band.${S}=${B}` | Goal<O>> {
  const { mail, link, score, band, offer, goal } = ways
  return told(
    ways,
    ['mail', 'link', 'score', 'band', 'offer', 'goal'],
    playbook(enters(score, band))
      .goal(goal)
      .again(days(180))
      .do(
        send({
          ...{ via: mail, to: 'admins', link, subject: 'For {{ account.name }}, this week' },
          text: `${HELLO}${offer}`,
        }),
      ),
  )
}

/** Playbooks to begin with, each a playbook as any other: `highPotential: ready.highPotential({ mail: 'mail', … })`. Their texts are in Liquid, and can be written anew. */
export const ready = {
  ...{ highPotential, partlyActivated, powerUser, handOver, guideBack, stalled },
  ...{ redOnboarding, yellowOnboarding, greenOnboarding, upgradePrompt, usageReport, limitedOffer },
} as const
