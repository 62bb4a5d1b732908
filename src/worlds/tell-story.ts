import { branch, uniform } from '../core/stream.ts'
import { dayToIso, type Millis, MS_PER_DAY } from '../core/time.ts'
import { formatInstant } from './format-instant.ts'
import { nameCompany, namePerson } from './name-things.ts'
import { integerBetween, pick } from './sample.ts'
import type { StoryStart, StoryStep } from './story.ts'
import type { EventName } from './vocabulary.ts'
import type { Bag } from './world-message.ts'

/** A few messages within some minutes that mean something: interest in a dearer plan, a full plan, trouble, a trial that starts well. */
export function tellStory(start: StoryStart): StoryStep[] {
  const tell = pick(start.source, [tellInterest, tellFullPlan, tellTrouble, tellTrial])
  return tell(start)
}

type Said = readonly [EventName, Bag]

/** Steps of one person, 5 to 40 seconds apart. */
function inTurn(start: StoryStart, who: { userId: string; groupId: string }, said: readonly Said[]): StoryStep[] {
  let dueAt = start.at
  const context = { groupId: who.groupId }
  return said.map(([event, properties]) => {
    dueAt += integerBetween(start.source, 5_000, 40_000)
    return { dueAt, content: { type: 'track', event, userId: who.userId, context, properties } }
  })
}

function someone({ source, members }: StoryStart): { userId: string; groupId: string; seats: number } {
  const { plan, member } = pick(source, members)
  const groupId = member.regroup === null ? plan.account.id : member.regroup.context.groupId
  return { userId: member.person.userId, groupId, seats: plan.paid?.terms.at(-1)?.seats ?? plan.account.seats }
}

function tellInterest(start: StoryStart): StoryStep[] {
  const pricing: Said = ['Pricing Viewed', { plan: 'business' }]
  return inTurn(start, someone(start), [
    pricing,
    ['Premium Feature Attempted', { feature: 'portfolio', plan_required: 'business' }],
    pricing,
  ])
}

function tellFullPlan(start: StoryStart): StoryStep[] {
  const who = someone(start)
  const full: Said = ['Plan Limit Reached', { limit: 'seats', used: who.seats, limit_value: who.seats }]
  return inTurn(start, who, [full, full, ['Pricing Viewed', { plan: 'team' }]])
}

function tellTrouble(start: StoryStart): StoryStep[] {
  return inTurn(start, someone(start), [
    ['Ticket Opened', { severity: 'severe' }],
    ['Payment Failed', { attempt: 1 }],
    ['Ticket Opened', { severity: 'severe' }],
  ])
}

/** A company signs up and takes every step within minutes. */
function tellTrial(start: StoryStart): StoryStep[] {
  const key = branch(start.source, 'sign-up', start.number)
  const company = nameCompany(key, Math.floor(uniform(key) * 100_000))
  const person = namePerson(key)
  const who = { userId: `u_live_${start.run}_${start.number}`, groupId: `acct_live_${start.run}_${start.number}` }
  const invited = (local: string): Said => [
    'Invite Sent',
    { invitee_email: `${local}@${company.domain}`, invitee_role: 'member' },
  ]
  return [
    ...tellSignUp(start, who, { company: company.name, name: person.name, email: `${person.local}@${company.domain}` }),
    ...inTurn(start, who, [
      ['Project Created', { template: 'launch' }],
      ...Array.from({ length: 5 }, (): Said => ['Task Created', { source: 'web' }]),
      invited('first'),
      invited('second'),
      ['Integration Connected', { integration: 'slack' }],
    ]),
  ]
}

type SignUp = { readonly company: string; readonly name: string; readonly email: string }

function tellSignUp(
  start: StoryStart,
  who: { userId: string; groupId: string },
  { company, name, email }: SignUp,
): StoryStep[] {
  const { userId, groupId } = who
  const createdAt = formatInstant(start.at)
  const ends = dayOf(start.at + 14 * MS_PER_DAY)
  const traits = { name: company, segment: 'mid', plan: 'trial', seats: 5, employees: 40, source: 'organic', createdAt }
  const track = (event: EventName, properties: Bag): StoryStep['content'] => {
    return { type: 'track', event, userId, context: { groupId }, properties }
  }
  const contents: StoryStep['content'][] = [
    { type: 'identify', userId, anonymousId: `d_${userId}`, traits: { name, email, createdAt } },
    { type: 'group', userId, groupId, traits },
    track('Signed Up', { type: 'trial', source: 'organic' }),
    track('Account Created', { account_name: company }),
    track('Account Added User', { role: 'owner' }),
    track('Trial Started', { trial_start_date: dayOf(start.at), trial_end_date: ends, trial_plan_name: 'business' }),
  ]
  return contents.map((content, i) => ({ dueAt: start.at + i, content }))
}

function dayOf(at: Millis): string {
  return dayToIso(Math.floor(at / MS_PER_DAY))
}
