import type { ControlStore } from '../open-control-store.ts'

/** Of whom: keys as enrolments hold them, and texts by which others speak of them. */
export type ForgottenEnrolments = {
  readonly of: 'person' | 'account'
  readonly keys: readonly string[]
  readonly mentions: readonly string[]
}

/** Where somebody is or was in playbooks, what was sent and given because of that. Others go on; why they began says nothing of whoever is forgotten. @returns how many rows went */
export async function forgetEnrolments(
  db: ControlStore,
  { of, keys, mentions }: ForgottenEnrolments,
): Promise<Readonly<Record<'enrolment' | 'playbook_send' | 'playbook_task', number>>> {
  const texts = [...keys, ...mentions]
  const names = (text: string): boolean => text.split('/').some((part) => texts.includes(part))
  const enrolments = await db
    .selectFrom('enrolment')
    .select(['id', 'account', 'person', 'occurrence', 'because'])
    .execute()
  const theirs = enrolments.filter((one) => keys.includes(one[of]) || names(one.occurrence))
  for (const { id, because } of enrolments)
    if (texts.some((text) => because.includes(text)))
      await db.updateTable('enrolment').set({ because: 'forgotten' }).where('id', '=', id).execute()
  const sends = await db.selectFrom('playbook_send').select(['id', 'account', 'recipient']).execute()
  const sent = sends.filter((one) => texts.includes(one.recipient) || (of === 'account' && keys.includes(one.account)))
  const tasks = await db.selectFrom('playbook_task').select(['id', 'key', 'account', 'person', 'action']).execute()
  const given = tasks.filter((one) => keys.includes(one[of]) || names(one.key))
  const gone = { enrolment: theirs, playbook_send: sent, playbook_task: given } as const
  for (const table of ['enrolment', 'playbook_send', 'playbook_task'] as const)
    for (const { id } of gone[table]) await db.deleteFrom(table).where('id', '=', id).execute()
  return { enrolment: theirs.length, playbook_send: sent.length, playbook_task: given.length }
}
