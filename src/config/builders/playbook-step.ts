import type { Recipients } from '../playbooks/playbook.ts'
import type { Shown } from '../playbooks/shown.ts'
import type { StepDraft } from '../playbooks/written-playbook.ts'
import type { ConditionBuilder } from './condition.ts'
import { addMisuse, badOptions, extra, type Misuse } from './misuse.ts'
import { Days, type Hours, spanOf } from './window.ts'

/** A step of a playbook. `Refs`: the names it mentions. */
export class StepBuilder<Refs extends string = string> {
  readonly draft: StepDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: StepDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
}

/** Who gets a message. `channel`: the one place where the channel leads, the default; `member`: whom a playbook about members is about. */
export type To = 'channel' | 'assignee' | 'champion' | 'admins' | 'member' | Recipients

/** Members with one of these roles: `roles('owner', 'billing')`. */
export function roles(...names: readonly string[]): Recipients {
  return { kind: 'roles', roles: [...names] }
}

/** Always the same address. */
export function address(to: string, ...rest: readonly never[]): Recipients {
  return addMisuse({ kind: 'address', address: to }, extra('address', rest))
}

export type SendOptions<C extends string> = {
  readonly via: C
  readonly to?: To
  /** In Liquid, as all texts of a playbook: `{{ account.name }}`. */
  readonly subject: string
  readonly text: string
  /** Of a letter; default laid out from the text. */
  readonly html?: string
  readonly link?: { readonly text: string; readonly href: string }
  /** Of a message in the product: `checklist()` or `limitNotice('seats')`. */
  readonly shows?: Shown
}

/** A message: `send({ via: 'mail', to: 'admins', subject: 'Your first project', text: 'Hello {{ recipient.name }}, …' })`. */
export function send<const C extends string>(
  options: SendOptions<C>,
  ...rest: readonly never[]
): StepBuilder<`channel.${C}`> {
  const { via, to = 'channel', subject, text, html = null, link, shows = null } = options
  const draft = {
    ...({ kind: 'send', via, subject, text, html } as const),
    to: typeof to === 'string' ? { kind: to } : to,
    link: link === undefined ? null : { text: link.text, href: link.href },
    shows,
  }
  return new StepBuilder(draft, [
    ...badOptions('send', options, ['via', 'to', 'subject', 'text', 'html', 'link', 'shows']),
    ...(link === undefined ? [] : badOptions('send.link', link, ['text', 'href'])),
    ...extra('send', rest),
  ])
}

/** Goes on after so long: `wait(days(2))`, to the same time of day, or `wait(hours(3))`. */
export function wait(span: Days | Hours, ...rest: readonly never[]): StepBuilder<never> {
  if (!(span instanceof Days))
    return new StepBuilder({ kind: 'wait', days: 0, hours: span?.hours ?? Number.NaN }, extra('wait', rest))
  const { days, misuse = [] } = spanOf('wait()', span)
  return new StepBuilder({ kind: 'wait', days, hours: 0 }, [...misuse, ...extra('wait', rest)])
}

type Until = { readonly atMost: Days; readonly otherwise?: 'go on' | 'end' }

/** Goes on once a condition is true, at the latest after a while: `waitUntil(milestone('invited').done(), { atMost: days(3) })`. Default it goes on then. */
export function waitUntil<R extends string>(
  when: ConditionBuilder<R>,
  options: Until,
  ...rest: readonly never[]
): StepBuilder<R> {
  const { days, misuse = [] } = spanOf('waitUntil.atMost', options.atMost)
  return new StepBuilder(
    { kind: 'wait-until', when: when.draft, atMostDays: days, otherwise: options.otherwise ?? 'go on' },
    [...misuse, ...badOptions('waitUntil', options, ['atMost', 'otherwise']), ...extra('waitUntil', rest)],
  )
}

type Ways<S, T> = { readonly yes: readonly S[]; readonly no?: readonly T[] }
type RefsOf<S> = S extends StepBuilder<infer R> ? R : never

/** The one or the other, by a condition that is true or not: `branch(inSegment('size', 'large'), { yes: [addTask({ … })], no: [send({ … })] })`. */
export function branch<
  R extends string,
  S extends StepBuilder<string> = StepBuilder<never>,
  T extends StepBuilder<string> = StepBuilder<never>,
>(when: ConditionBuilder<R>, ways: Ways<S, T>, ...rest: readonly never[]): StepBuilder<R | RefsOf<S> | RefsOf<T>> {
  const { yes, no = [] } = ways
  const drafts = (steps: readonly StepBuilder[]) => steps.map(({ draft }) => draft)
  return new StepBuilder({ kind: 'branch', when: when.draft, yes: drafts(yes), no: drafts(no) }, [
    ...badOptions('branch', ways, ['yes', 'no']),
    ...extra('branch', rest),
  ])
}

type TaskOptions<T extends string> = { readonly team: T; readonly action: string }

/** A task for the account's assignee in a team. */
export function addTask<const T extends string>(
  options: TaskOptions<T>,
  ...rest: readonly never[]
): StepBuilder<`team.${T}`> {
  const { team, action } = options
  return new StepBuilder({ kind: 'task', team, action }, [
    ...badOptions('addTask', options, ['team', 'action']),
    ...extra('addTask', rest),
  ])
}

type FieldOptions<C extends string> = { readonly via: C; readonly field: string; readonly value: string }

/** Writes a property of the account elsewhere: `setField({ via: 'crm', field: 'lifecycle', value: 'expansion' })`. */
export function setField<const C extends string>(
  options: FieldOptions<C>,
  ...rest: readonly never[]
): StepBuilder<`channel.${C}`> {
  const { via, field, value } = options
  return new StepBuilder({ kind: 'set', via, field, value }, [
    ...badOptions('setField', options, ['via', 'field', 'value']),
    ...extra('setField', rest),
  ])
}

/** Marks the account elsewhere: the property `tag_<name>` becomes `true`. */
export function tag<const C extends string>(
  name: string,
  options: { readonly via: C },
  ...rest: readonly never[]
): StepBuilder<`channel.${C}`> {
  const field = `tag_${String(name).replaceAll(/\W+/g, '_').toLowerCase()}`
  return new StepBuilder({ kind: 'set', via: options.via, field, value: 'true' }, [
    ...badOptions('tag', options, ['via']),
    ...extra('tag', rest),
  ])
}

type CallOptions<C extends string> = {
  readonly via: C
  /** Dotted: `account.rescued`. */
  readonly type: string
  readonly data?: Readonly<Record<string, string>>
}

/** Tells a program: `call({ via: 'hook', type: 'trial.extended', data: { days: '7' } })`. */
export function call<const C extends string>(
  options: CallOptions<C>,
  ...rest: readonly never[]
): StepBuilder<`channel.${C}`> {
  const { via, type, data = {} } = options
  return new StepBuilder({ kind: 'call', via, type, data: { ...data } }, [
    ...badOptions('call', options, ['via', 'type', 'data']),
    ...extra('call', rest),
  ])
}

/** The playbook is over. */
export function end(...rest: readonly never[]): StepBuilder<never> {
  return new StepBuilder({ kind: 'end' }, extra('end', rest))
}
