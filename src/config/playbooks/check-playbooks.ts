import { badNumber } from '../check/bad-number.ts'
import { errorAt, warningAt } from '../check/problem-at.ts'
import { findTemplateFault } from '../delivery/find-template-fault.ts'
import type { ChannelSettings } from '../delivery/settings.ts'
import type { ConfigDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import { levelOf } from './level-of.ts'
import { type Cap, PLAYBOOK_NAMES, type Recipients } from './playbook.ts'
import { walkSteps } from './playbook-draft.ts'
import type { PlaybookDraft, StepDraft } from './written-playbook.ts'

/** Rule: a playbook begins, does something, reaches somebody, and its texts can be written. */
export function checkPlaybooks(config: ConfigDraft): readonly Problem[] {
  const playbooks = Object.entries(config.playbooks).flatMap(([key, one]) => {
    const path = `playbooks.${key}`
    return [
      ...checkTrigger(config, path, one),
      ...checkNumbers(path, one),
      ...checkEnds(path, one),
      ...checkMeasured(path, one),
      ...walkSteps(one.steps).flatMap((placed) => checkStep(config, { path, playbook: one, ...placed })),
      ...walkSteps(one.steps).flatMap(({ id, step }) => checkTaken(config, { path, id, step })),
    ]
  })
  return [...playbooks, ...checkOutreach(config)]
}

function checkTrigger(
  config: ConfigDraft,
  path: string,
  { trigger, among, enabled }: PlaybookDraft,
): readonly Problem[] {
  const wrong = (message: string, mend: string): Problem => {
    return errorAt(path, { code: 'wrong_argument', message: `${path} ${message}`, mend })
  }
  switch (trigger.kind) {
    case 'signal': {
      const signal = config.signals[trigger.signal]
      if (trigger.what === 'escalated' && signal !== undefined && signal.escalate === null)
        return [wrong(`waits for ${trigger.signal} to get worse, which never does.`, 'Add .escalate(…) to the signal.')]
      return signal?.enabled === false && enabled ? [neverBegun(path, `the signal ${trigger.signal} is off`)] : []
    }
    case 'stays':
      return badNumber(`${path}.stays`, trigger.days, { from: 1, to: 3650, whole: true })
    case 'day':
      return badNumber(`${path}.onDay`, trigger.day, { from: 0, to: 3650, whole: true })
    case 'renewal': {
      const days = badNumber(`${path}.renews`, trigger.days, { from: 0, to: 3650, whole: true })
      const untold = wrong(
        'waits for renewals, and nothing says when an account renews.',
        "Add account: { renewsOn: trait('…') }.",
      )
      return [...days, ...(config.account.renewsOnTrait === undefined ? [untold] : [])]
    }
    case 'schedule':
      return [
        ...checkTime(`${path}.every`, trigger.at),
        ...(among === null ? [wrong('is for everybody, again and again.', 'Say for whom: .among(condition).')] : []),
      ]
    case 'metric': {
      const watch = config.metrics.watch[trigger.metric as keyof typeof config.metrics.watch]
      const has = watch !== undefined && (watch.atLeast !== undefined || watch.atMost !== undefined)
      const mend = `Add metrics: { watch: { ${trigger.metric}: { atLeast: … } } }.`
      return [
        ...(has ? [] : [wrong(`waits for ${trigger.metric} to cross its threshold, and it has none.`, mend)]),
        ...(among === null ? [] : [wrong('is about no account, so that it has no audience.', 'Leave .among() out.')]),
      ]
    }
    case 'band':
    case 'milestone':
    case 'activated':
    case 'becomes':
    case 'manual':
      return []
  }
}

function neverBegun(path: string, why: string): Problem {
  const message = `${path} never begins: ${why}.`
  return warningAt(path, { code: 'nothing_to_do', message, mend: 'Switch it on, or the playbook off too.' })
}

function checkNumbers(path: string, playbook: PlaybookDraft): readonly Problem[] {
  const { priority, perHour, breaker, again, holdout, guard } = playbook
  const share = typeof holdout === 'object' ? holdout?.share : undefined
  return [
    ...badNumber(`${path}.priority`, priority, { from: 0, to: 9, whole: true }),
    ...badNumber(`${path}.atMost.perHour`, perHour ?? undefined, { from: 1, to: 1_000_000, whole: true }),
    ...badNumber(`${path}.atMost.breaker`, breaker, { from: 1, to: 1_000_000, whole: true }),
    ...badNumber(`${path}.again`, typeof again === 'object' ? again.days : undefined, {
      from: 1,
      to: 3650,
      whole: true,
    }),
    ...badNumber(`${path}.holdout`, share, { from: 0.01, to: 0.9, whole: false }),
    ...badNumber(`${path}.guard.margin`, guard.margin, { from: 0, to: 1, whole: false }),
    ...badNumber(`${path}.guard.perAccount`, guard.perAccount, { from: 0, to: 1_000_000, whole: false }),
  ]
}

function checkEnds(path: string, { trigger, steps, whileOpen }: PlaybookDraft): readonly Problem[] {
  const lasts = ['signal', 'stays', 'band', 'becomes'].includes(trigger.kind)
  const closed = (trigger.kind === 'signal' || trigger.kind === 'band') && trigger.what === 'closed'
  const message = `${path}.whileOpen: what begins it does not last.`
  const mend = 'Leave it out, or say .exit(condition).'
  const idle = `${path} does nothing.`
  return [
    ...(whileOpen && (!lasts || closed) ? [errorAt(path, { code: 'wrong_argument', message, mend })] : []),
    ...(steps.length > 0
      ? []
      : [errorAt(path, { code: 'nothing_to_do', message: idle, mend: 'Add .do(send({ … })).' })]),
  ]
}

/** Where nothing says what it is for, nobody is left alone until an experiment is planned by hand. */
function checkMeasured(path: string, { holdout, goal }: PlaybookDraft): readonly Problem[] {
  if (typeof holdout !== 'object' || holdout === null || goal !== null) return []
  const message = `${path}.holdout leaves accounts alone to learn whether it helps, and nothing says what it is for.`
  const mend = "Add .goal('…'), or plan the experiment by hand: telltale experiment plan."
  return [warningAt(`${path}.holdout`, { code: 'nothing_to_do', message, mend })]
}

type Placed = { readonly path: string; readonly playbook: PlaybookDraft; readonly id: string; readonly step: StepDraft }

function checkStep(config: ConfigDraft, { path, playbook, id, step }: Placed): readonly Problem[] {
  const at = `${path}.do`
  const name = `${path}, step ${id}`
  const level = levelOf(config, playbook.trigger)
  switch (step.kind) {
    case 'wait':
      if (step.hours === 0) return badNumber(at, step.days, { from: 1, to: 365, whole: true })
      return badNumber(at, step.hours, { from: 1, to: 24 * 365, whole: false })
    case 'wait-until':
      return badNumber(at, step.atMostDays, { from: 1, to: 365, whole: true })
    case 'send':
      return [
        ...checkTexts(at, name, {
          subject: step.subject,
          text: step.text,
          html: step.html ?? '',
          link: step.link?.href ?? '',
        }),
        ...checkReach(config, { at, name, level, via: step.via, to: step.to }),
      ]
    case 'task':
      return [
        ...checkTexts(at, name, { action: step.action }),
        ...(level === 'account' || level === 'member' ? [] : [homeless(at, name)]),
      ]
    case 'set':
      return [...checkTexts(at, name, { value: step.value }), ...(level === 'product' ? [homeless(at, name)] : [])]
    case 'call':
      return checkTexts(at, name, step.data)
    case 'branch':
    case 'end':
      return []
  }
}

/** What a channel cannot take would only be listed as refused. */
function checkTaken({ channels }: ConfigDraft, { path, id, step }: Omit<Placed, 'playbook'>): readonly Problem[] {
  if (step.kind !== 'send' && step.kind !== 'set' && step.kind !== 'call') return []
  const takes = takesOnly(channels[step.via]?.kind, step)
  if (takes === null) return []
  const message = `${path}, step ${id}: the channel ${step.via} takes only ${takes}.`
  return [errorAt(`${path}.do`, { code: 'wrong_argument', bad: step.via, message, mend: 'Choose another channel.' })]
}

/** What a kind of channel takes, where the step is something else; null: it takes the step. */
function takesOnly(channel: ChannelSettings['kind'] | undefined, step: StepDraft): string | null {
  if (channel === 'hubspot') return step.kind === 'set' ? null : 'properties: setField() and tag()'
  if (channel === 'segment') return step.kind === 'send' ? 'what programs keep: call(), setField() and tag()' : null
  if (channel === 'in-app') return step.kind === 'send' ? null : 'messages for people: send()'
  const isShown = channel !== undefined && step.kind === 'send' && step.shows !== null
  return isShown ? 'texts: a checklist or a limit is shown by the product, through inApp()' : null
}

function checkTexts(at: string, name: string, texts: Readonly<Record<string, string>>): readonly Problem[] {
  return Object.entries(texts).flatMap(([part, template]) => {
    const fault = findTemplateFault(template, PLAYBOOK_NAMES)
    if (fault === null) return []
    const message = `The ${part} of ${name} cannot be used: ${fault}.`
    return [
      errorAt(at, { code: 'bad_template', bad: template.length <= 200 ? template : null, message, mend: 'Mend it.' }),
    ]
  })
}

type Reach = {
  readonly at: string
  readonly name: string
  readonly level: string
  readonly via: string
  readonly to: Recipients
}

function checkReach(config: ConfigDraft, { at, name, level, via, to }: Reach): readonly Problem[] {
  const wrong = (message: string, mend: string): Problem => {
    return errorAt(at, { code: 'wrong_argument', message: `${name} ${message}`, mend })
  }
  if (to.kind === 'channel' && config.channels[via]?.kind === 'email')
    return [wrong('is a letter, and does not say to whom.', "Add to: 'assignee', 'admins' or address('…').")]
  if (to.kind === 'member' && level !== 'member')
    return [wrong('is for a member, and the playbook is about accounts.', "Write to: 'champion' or 'admins'.")]
  if (level === 'product' && to.kind !== 'channel' && to.kind !== 'address')
    return [wrong('is for somebody of an account, and the playbook is about none.', "Write to: address('…').")]
  return to.kind === 'assignee' ? unaddressed(config, { at, name }) : []
}

function unaddressed(
  config: ConfigDraft,
  { at, name }: { readonly at: string; readonly name: string },
): readonly Problem[] {
  const people = new Set(Object.values(config.teams).flatMap((team) => team.people.map((one) => one.name)))
  return [...people]
    .filter((one) => !Object.hasOwn(config.outreach.addresses, one))
    .map((one) =>
      warningAt(at, {
        ...{ code: 'address_missing', bad: one },
        message: `${name} is for assignees, and ${one} has no address: what is for them will only be listed.`,
        mend: `Add outreach: { addresses: { ${JSON.stringify(one)}: '…' } }.`,
      }),
    )
}

function homeless(at: string, name: string): Problem {
  const message = `${name} is about an account, and the playbook is not.`
  return errorAt(at, {
    code: 'wrong_level',
    message,
    mend: 'Leave it out, or begin the playbook by something of accounts.',
  })
}

function checkOutreach({ outreach }: ConfigDraft): readonly Problem[] {
  const { quiet, perRecipient, perAccount, exclusive } = outreach
  const same = quiet !== null && quiet.from === quiet.to
  const always = errorAt('outreach.quiet', {
    code: 'wrong_argument',
    message: 'outreach.quiet begins when it ends.',
    mend: 'Leave it out, or write two times.',
  })
  return [
    ...(quiet === null
      ? []
      : [...checkTime('outreach.quiet.from', quiet.from), ...checkTime('outreach.quiet.to', quiet.to)]),
    ...(same ? [always] : []),
    ...checkCap('outreach.perRecipient', perRecipient),
    ...checkCap('outreach.perAccount', perAccount),
    ...checkNeverContact(outreach),
    ...Object.entries(exclusive).flatMap(([name, days]) =>
      badNumber(`outreach.exclusive.${name}`, days, { from: 1, to: 365, whole: true }),
    ),
  ]
}

function checkNeverContact({ neverContact }: Pick<ConfigDraft['outreach'], 'neverContact'>): readonly Problem[] {
  if (neverContact === null) return []
  const empty = errorAt('outreach.neverContact.salt', {
    code: 'wrong_argument',
    message: 'outreach.neverContact.salt is empty.',
    mend: 'Leave it out, or write one: another salt draws other accounts.',
  })
  return [
    ...badNumber('outreach.neverContact.share', neverContact.share, { from: 0.001, to: 0.5, whole: false }),
    ...(neverContact.salt === '' ? [empty] : []),
  ]
}

function checkCap(path: string, cap: Cap | null): readonly Problem[] {
  if (cap === null) return []
  return [
    ...badNumber(`${path}.most`, cap.most, { from: 1, to: 1_000, whole: true }),
    ...badNumber(`${path}.within`, cap.days, { from: 1, to: 365, whole: true }),
  ]
}

function checkTime(path: string, at: string): readonly Problem[] {
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(at)) return []
  const message = `${path} is ${JSON.stringify(at)}, which is no time of day.`
  return [errorAt(path, { code: 'wrong_argument', bad: at, message, mend: "Write it like '08:00'." })]
}
