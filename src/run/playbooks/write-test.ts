import { inAppTarget } from '../../config/delivery/in-app-target.ts'
import type { ChannelSettings, Delivery } from '../../config/delivery/settings.ts'
import type { Playbook } from '../../config/playbooks/playbook.ts'
import type { TestSendRequest, TestSent } from '../../contract/playbooks/playbooks.ts'
import { telltaleError } from '../../core/errors.ts'
import { MS_PER_DAY } from '../../core/time.ts'
import { isAddress } from '../../deliver/channels/open-email.ts'
import { titleOfMessage } from '../../deliver/title-of-message.ts'
import type { NewDelivery } from '../../store/control/outbox.ts'
import type { Project } from '../project.ts'
import { tellData, withRecipient } from './tell-data.ts'
import { writeSend } from './write-message.ts'

export type Testing = Pick<TestSendRequest, 'account' | 'to' | 'user' | 'by'> & { readonly delivery: Delivery }
export type TestMessage = NewDelivery & Pick<TestSent['data'][number], 'kind' | 'title'>

/** Every message of a playbook as it would be written about an account now, for whoever tries it. Nobody begins it by that. @throws bad_argument, what is wrong with a template */
export async function writeTest(
  project: Project,
  playbook: Playbook,
  { account, to, user, by, delivery }: Testing,
): Promise<TestMessage[]> {
  const at = project.clock.now()
  const about = { account, person: '', because: `a test by ${by}` }
  const data = withRecipient(await tellData(project, playbook, { about, steps: playbook.steps, delivery }), {
    name: to,
    email: to,
  })
  return playbook.steps.flatMap((step) => {
    if (step.kind !== 'send') return []
    const telling = { playbook: playbook.key, ...about, occurrence: 'test', at, data }
    const channel = delivery.channels[step.via]
    if (channel === undefined) throw telltaleError('unknown_name', unknownChannel(step.via, delivery))
    const target = targetOf(channel.kind, { account, to, user })
    const message = writeSend(step, telling, channel)
    const key = ['playbook-test', playbook.key, account, step.id, String(at)].map(encodeURIComponent).join('/')
    const own = { kind: channel.kind, title: titleOfMessage(message) }
    const payload = JSON.stringify(message)
    return [{ key, channel: step.via, target, payload, at, expiresAt: at + MS_PER_DAY, cannot: null, ...own }]
  })
}

function unknownChannel(name: string, { channels }: Delivery) {
  return { what: 'channel', name, valid: Object.keys(channels).join(', ') || 'none' }
}

/** Where a test goes by a kind of channel; '': where the channel leads. @throws bad_argument where it leads nowhere by itself, and nobody is named */
function targetOf(
  kind: ChannelSettings['kind'],
  { account, to, user }: Pick<Testing, 'account' | 'to' | 'user'>,
): string {
  switch (kind) {
    case 'email':
      if (isAddress(to)) return to
      throw telltaleError('bad_argument', { argument: 'to', value: JSON.stringify(to), expected: 'an e-mail address' })
    case 'in-app':
      if (user !== undefined) return inAppTarget({ user, account })
      throw telltaleError('bad_argument', {
        ...{ argument: 'user', value: 'nothing' },
        expected: 'the id of the user of the product who is to see it there',
      })
    case 'slack':
      return isAddress(to) ? '' : to
    case 'webhook':
    case 'segment':
    case 'hubspot':
      return ''
  }
}
