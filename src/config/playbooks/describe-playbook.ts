import { plural } from '../describe/describe-window.ts'
import { DEFAULT_BREAKER, type Playbook, type Recipients, type Step } from './playbook.ts'

type Described = Omit<Playbook, 'sentence' | 'hash'>

/** What a playbook does, in a sentence or two. */
export function describePlaybook(playbook: Described, renewsOn: string | null): string {
  const { goal, among, exit, whileOpen, perHour, breaker, steps, trigger, enabled } = playbook
  const begins = `When ${describeTrigger(trigger, renewsOn)}${among === null ? '' : ', of its audience'}: `
  const does = describeSteps(steps, '')
  const ends = [
    ...(goal === null ? [] : [`the outcome ${goal.outcome} is there`]),
    ...(exit === null ? [] : ['its exit condition holds']),
    ...(whileOpen ? ['what began it is over'] : []),
  ]
  const limits = [
    ...(perHour === null ? [] : [`at most ${plural(perHour, 'message')} an hour`]),
    ...(breaker === DEFAULT_BREAKER ? [] : [`paused when over ${breaker} begin it in a day`]),
  ]
  const over = ends.length === 0 ? '' : ` Over as soon as ${ends.join(' or ')}.`
  const most = limits.length === 0 ? '' : ` ${limits.join(', ')}.`
  return `${begins}${does || 'nothing'}.${over}${most}${enabled ? '' : ' Switched off.'}`
}

function describeTrigger(trigger: Described['trigger'], renewsOn: string | null): string {
  switch (trigger.kind) {
    case 'signal':
      return `the signal ${trigger.signal} ${SIGNAL_WORDS[trigger.what]}`
    case 'stays':
      return `the signal ${trigger.signal} has been on for ${plural(trigger.days, 'day')}`
    case 'band':
      return `${trigger.score} ${trigger.what === 'opened' ? 'comes into' : 'leaves'} ${trigger.band}`
    case 'milestone':
      return `the milestone ${trigger.milestone} is done`
    case 'activated':
      return 'an account is activated'
    case 'day':
      return `day ${trigger.day} after sign-up is over${trigger.when === null ? '' : ' and its condition holds'}`
    case 'becomes':
      return 'its condition becomes true'
    case 'metric':
      return `the metric ${trigger.metric} crosses its threshold`
    case 'renewal':
      return `${renewsOn ?? 'the renewal'} is ${plural(trigger.days, 'day')} away`
    case 'schedule':
      return `a ${trigger.every} begins, at ${trigger.at}`
    case 'manual':
      return 'somebody asks for it'
  }
}

const SIGNAL_WORDS = { opened: 'turns on', closed: 'turns off', escalated: 'gets worse' } as const

/** Those of one place: `''`, or `3.yes.` inside a branch. */
function describeSteps(steps: readonly Step[], within: string): string {
  const own = steps.filter(({ id }) => id.startsWith(within) && !id.slice(within.length).includes('.'))
  return own.map((step) => describeStep(step, steps)).join(', then ')
}

function describeStep(step: Step, steps: readonly Step[]): string {
  switch (step.kind) {
    case 'wait':
      return `wait ${step.days > 0 ? plural(step.days, 'day') : plural(step.hours, 'hour')}`
    case 'wait-until':
      return `wait for a condition, at most ${plural(step.atMostDays, 'day')}`
    case 'branch':
      return `by a condition either (${describeSteps(steps, `${step.id}.yes.`) || 'nothing'}) or (${describeSteps(steps, `${step.id}.no.`) || 'nothing'})`
    case 'send':
      return `send “${step.subject}” by ${step.via}${toWords(step.to)}`
    case 'task':
      return `give ${step.team} the task “${step.action}”`
    case 'set':
      return `set ${step.field} by ${step.via}`
    case 'call':
      return `tell ${step.via} ${step.type}`
    case 'end':
      return 'end'
  }
}

function toWords(to: Recipients): string {
  switch (to.kind) {
    case 'channel':
      return ''
    case 'roles':
      return ` to members with the role ${to.roles.join(' or ')}`
    case 'address':
      return ` to ${to.address}`
    case 'assignee':
    case 'champion':
    case 'member':
      return ` to the ${to.kind}`
    case 'admins':
      return ' to the admins'
  }
}
