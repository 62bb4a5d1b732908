import type { Delivery } from '../../config/delivery/settings.ts'
import type { Playbook } from '../../config/playbooks/playbook.ts'
import { MS_PER_DAY } from '../../core/time.ts'
import type { NewDelivery } from '../../store/control/outbox.ts'
import type { Project } from '../project.ts'
import { tellData, withRecipient } from './tell-data.ts'
import { writeSend } from './write-message.ts'

export type Testing = {
  readonly account: string
  readonly to: string
  readonly by: string
  readonly delivery: Delivery
}

/** Every message of a playbook as it would be written about an account now, for one address. Nobody begins it by that. @throws what is wrong with a template */
export async function writeTest(
  project: Project,
  playbook: Playbook,
  { account, to, by, delivery }: Testing,
): Promise<NewDelivery[]> {
  const at = project.clock.now()
  const about = { account, person: '', because: `a test by ${by}` }
  const data = withRecipient(await tellData(project, playbook, { about, delivery }), { name: to, email: to })
  return playbook.steps.flatMap((step) => {
    if (step.kind !== 'send') return []
    const telling = { playbook: playbook.key, ...about, occurrence: 'test', at, data }
    const message = writeSend(step, telling, delivery.channels[step.via])
    const key = ['playbook-test', playbook.key, account, step.id, String(at)].map(encodeURIComponent).join('/')
    const payload = JSON.stringify(message)
    return [{ key, channel: step.via, target: to, payload, at, expiresAt: at + MS_PER_DAY, cannot: null }]
  })
}
