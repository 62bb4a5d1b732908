import * as t from '../../dist/index.js'

export const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`

/** What is measured: an event begins one playbook and a state of many the other, whose message leaves for `url` much later. */
export function configOf(url) {
  const send = t.send({ via: 'ops', subject: 'Limit: {{ account.name }}', text: '{{ because }}' })
  return t.defineConfig({
    events: { limit: t.event('Limit Hit', { kind: 'core' }) },
    signals: {
      limitHit: t.signal('intent').on('limit'),
      quiet: t.signal('risk').when(t.count('limit', t.days(7)).under(1)),
    },
    channels: { ops: t.webhook({ url, secrets: ['SECRET'] }) },
    delivery: { allow: ['127.0.0.0/8'] },
    playbooks: {
      limit: t.playbook(t.opens('limitHit')).atMost({ breaker: 1_000_000 }).do(send),
      flood: t
        .playbook(t.opens('quiet'))
        .atMost({ breaker: 1_000_000 })
        .do(t.wait(t.days(300)), send),
    },
  })
}
