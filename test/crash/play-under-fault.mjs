// Lives through four days of a playbook, sending what is due to a receiver; whoever started it ends it with SIGKILL in between, and starts it again where it was.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as t from '../../dist/index.js'

const [folder, url, secret, accounts] = process.argv.slice(2)
const DAYS = 4
const BEGAN = Date.parse('2026-03-02T09:00:00Z')
const mark = join(folder, 'lived-days')
const lived = () => (existsSync(mark) ? Number(readFileSync(mark, 'utf8')) : 0)
const send = (subject) => t.send({ via: 'ops', subject, text: '{{ account.id }}' })
const config = t.defineConfig({
  events: { limit: t.event('Limit Hit', { kind: 'core' }) },
  signals: { limitHit: t.signal('intent').on('limit') },
  teams: { success: t.team({ people: ['ana'] }) },
  channels: { ops: t.webhook({ url, secrets: ['SECRET'] }) },
  delivery: { allow: ['127.0.0.0/8'] },
  playbooks: {
    limit: t
      .playbook(t.opens('limitHit'))
      .do(send('first'), t.addTask({ team: 'success', action: 'Call' }), t.wait(t.days(1)), send('second')),
  },
})
let now = BEGAN + lived() * 86_400_000
const telltale = await t.openTelltale({
  ...{ dataDir: join(folder, 'data'), config, clock: { now: () => now }, env: { SECRET: secret }, threads: 1 },
})
const names = Array.from({ length: Number(accounts) }, (_, n) => `a${n}`)
const message = (type, account, rest) => ({
  ...{ type, userId: `of-${account}`, messageId: `${type}-${account}-${rest.event ?? ''}`, ...rest },
})
for (let day = lived(); day < DAYS; day++) {
  now = BEGAN + day * 86_400_000
  if (day === 0) await telltale.send(names.map((account) => message('group', account, { groupId: account })))
  if (day === 1)
    await telltale.send(
      names.map((account) => message('track', account, { event: 'Limit Hit', context: { groupId: account } })),
    )
  await telltale.advance()
  await telltale.deliver()
  writeFileSync(mark, String(day + 1))
}
await telltale.close()
