import { eventsOf, type KeptStep, nameOf, nameSteps, neededFor } from './write-config.ts'

/** For whom a find is written: the outcome that it goes with, and the days in which that counts. */
export type FindFrame = {
  readonly outcome: string
  readonly isBad: boolean
  /** Days from the start that were looked at, and up to which the outcome counts. */
  readonly landmark: number
  readonly until: number
  /** Who does tasks; null: the configuration has no team. */
  readonly team: string | null
}

export type WrittenFind = { readonly signal: string; readonly playbook: string }

/** What of a find can be pasted into the configuration: a signal of whoever does it, and a playbook with a holdout that brings others to it. null: it cannot be said of every product. */
export function writeFind(step: KeptStep, frame: FindFrame): WrittenFind | null {
  if (step.cell.reach === 'owner') return null
  return { signal: writeSignal(step, frame), playbook: writePlaybook(step, frame) }
}

/** Of those who did it, where that is good; of those who did not once their days are over, where what comes otherwise is bad. */
function writeSignal(step: KeptStep, { outcome, isBad, landmark, until }: FindFrame): string {
  const [named] = nameSteps([step]) as [ReturnType<typeof nameSteps>[number]]
  const { done, missing } = neededFor(named.name, named.cell)
  const { window } = named.cell
  const whom = isBad
    ? `all(tenure().over(days(${window})), tenure().atMost(days(${landmark})))`
    : `tenure().atMost(days(${landmark}))`
  const type = isBad ? 'risk' : step.isIntent ? 'intent' : 'activation'
  return [
    ...eventsOf([named]),
    '  signals: {',
    `    ${nameOf(named.name, named.cell)}${isBad ? 'Missing' : ''}: signal('${type}')`,
    `      .for(${whom})`,
    `      .when(${isBad ? missing : done})`,
    `      .predicts(outcome('${outcome}').within(days(${Math.max(1, until)}))),`,
    '  },',
  ].join('\n')
}

const SHARE = 0.5

/** Half of those who have not done it are brought to it, by lot: only that says whether it brings the outcome about. */
function writePlaybook(step: KeptStep, { outcome, team }: FindFrame): string {
  const [named] = nameSteps([step]) as [ReturnType<typeof nameSteps>[number]]
  const { missing } = neededFor(named.name, named.cell)
  const day = Math.max(1, Math.floor(named.cell.window / 3))
  const name = nameOf(named.name, named.cell)
  return [
    ...eventsOf([named]),
    ...(team === null ? ['  teams: { success: team() },'] : []),
    '  playbooks: {',
    `    prove${name.charAt(0).toUpperCase()}${name.slice(1)}: playbook(onDay(${day}, ${missing}))`,
    `      .goal('${outcome}')`,
    `      .holdout(${SHARE})`,
    `      .do(addTask({ team: '${team ?? 'success'}', action: ${JSON.stringify(`Bring {{ account.name }} to this: ${step.title}`)} })),`,
    '  },',
  ].join('\n')
}
