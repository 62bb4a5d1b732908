import type { Rule } from './model.ts'

type Named = Pick<Rule, 'subject' | 'key'>

/** Under which name a rule's state is kept. Keys of a configuration have no dots, so that none of these names is another's. */
export function stateName({ subject, key }: Named): string {
  return subject === 'signal' ? key : `${subject}.${key}`
}

/** The rule behind a name of `stateName`. */
export function ruleOfState(name: string): Named {
  const dot = name.indexOf('.')
  const subject = name.slice(0, Math.max(0, dot))
  const isOther = subject === 'band' || subject === 'milestone' || subject === 'activation' || subject === 'playbook'
  if (!isOther) return { subject: 'signal', key: name }
  return { subject, key: name.slice(dot + 1) }
}
