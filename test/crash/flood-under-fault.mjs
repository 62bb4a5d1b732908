// Lets all accounts of a product begin two playbooks at once, and ends itself with SIGKILL as soon as so many are inside one of them; started again, it goes on where it was.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import * as t from '../../dist/index.js'

const [folder, url, secret, accounts, killed] = process.argv.slice(2)
const [playbook = '', most = '0'] = (killed ?? '').split('=')
const mark = join(folder, 'lived-days')
const lived = () => (existsSync(mark) ? Number(readFileSync(mark, 'utf8')) : 0)
const send = t.send({ via: 'ops', subject: '{{ account.id }}', text: '-' })
const busy = t.count('limit').atLeast(1)
const config = t.defineConfig({
  events: { limit: t.event('Limit Hit', { kind: 'core' }) },
  channels: { ops: t.webhook({ url, secrets: ['SECRET'] }) },
  delivery: { allow: ['127.0.0.0/8'] },
  playbooks: {
    closed: t.playbook(t.becomes(busy)).atMost({ breaker: 600 }).do(send),
    daily: t
      .playbook(t.every('day', { at: '08:00' }))
      .among(busy)
      .atMost({ breaker: 600 })
      .do(send),
  },
})
const BEGAN = Date.parse('2026-03-02T09:00:00Z')
let now = BEGAN + lived() * 86_400_000
const telltale = await t.openTelltale({
  ...{ dataDir: join(folder, 'data'), config, clock: { now: () => now }, env: { SECRET: secret }, threads: 1 },
})
watch()
const names = Array.from({ length: Number(accounts) }, (_, n) => `a${n}`)
const limits = names.map((account) => ({
  ...{ type: 'track', event: 'Limit Hit', userId: `of-${account}`, messageId: account },
  context: { groupId: account },
}))
for (let day = lived(); day < 3; day++) {
  now = BEGAN + day * 86_400_000
  if (day === 1) await telltale.send(limits)
  await telltale.advance()
  await telltale.deliver()
  writeFileSync(mark, String(day + 1))
}
await telltale.close()
process.exit(0)

function watch() {
  if (playbook === '') return
  const file = new Database(join(folder, 'data', 'control.sqlite'))
  const look = () => {
    const { n } = file.prepare('SELECT count(*) AS n FROM enrolment WHERE playbook = ?').get(playbook)
    if (n >= Number(most)) process.kill(process.pid, 'SIGKILL')
    setImmediate(look)
  }
  look()
}
