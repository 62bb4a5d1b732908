import type { ChannelSettings, Delivery } from '../../config/delivery/settings.ts'
import type { ChannelRow } from '../../contract/deliveries.ts'
import { telltaleError } from '../../core/errors.ts'
import type { Outcome } from '../../deliver/channel.ts'
import type { Message, Note } from '../../deliver/message.ts'
import { openChannels } from '../../deliver/open-channels.ts'
import { deliveryDeps } from '../../run/read/delivery-deps.ts'
import { keepMessages } from '../../store/control/messages.ts'
import { type CommandSpec, type Invocation, textOption } from '../command.ts'
import { findConfig } from '../find-config.ts'
import { readDelivery } from '../read-config.ts'
import { renderChannels } from '../render/render-deliveries.ts'
import { printable } from '../render/render-table.ts'
import { withControl } from '../with-control.ts'

export const channelsListCommand: CommandSpec = {
  usage: 'channels list',
  summary: 'How the channels do through which messages leave. `telltale channels` does the same.',
  options: [],
  examples: ['npx telltale channels list', 'npx telltale channels list --json'],
  run: async (invocation) => {
    const { channels } = await readDelivery(findConfig(invocation))
    const { clock, io } = invocation
    const known = await withControl(invocation, (control) => deliveryDeps({ control, clock }).listChannels())
    const names = [...new Set([...Object.keys(channels), ...known.data.map(({ channel }) => channel)])].sort()
    const data = names.map((name) => ({
      ...(known.data.find(({ channel }) => channel === name) ?? unused(name)),
      kind: channels[name]?.kind ?? null,
    }))
    io.out(invocation.json ? JSON.stringify({ data }) : renderChannels(data))
    return 0
  },
}

function unused(channel: string): ChannelRow {
  return { channel, state: 'unused', waiting: 0, dead: 0, deliveredAt: null, failingSince: null, why: null }
}

export const channelsEnableCommand: CommandSpec = {
  usage: 'channels enable <name>',
  summary: 'Switch a channel on again that was switched off; what waits in it is tried at once.',
  options: [],
  examples: ['npx telltale channels enable ops'],
  run: async (invocation) => {
    const [name = ''] = invocation.args
    const { io, json, clock } = invocation
    const was = await withControl(invocation, (control) => deliveryDeps({ control, clock }).enableChannel(name))
    if (!was) throw telltaleError('not_found', { what: 'channel that is off,', name: name.slice(0, 200) })
    io.out(json ? JSON.stringify({ channel: name, enabled: true }) : printable(`${name} is on again.`))
    return 0
  },
}

export const channelsTestCommand: CommandSpec = {
  usage: 'channels test <name>',
  summary: 'Send a test message through a channel now, past the outbox, and say what came of it.',
  options: [{ flags: '--to <address>', description: 'to whom, where the channel can reach several' }],
  examples: [
    'npx telltale channels test ops',
    'npx telltale channels test mail --to ana@example.com',
    'npx telltale channels test product --to user/u-42',
    'npx telltale channels test crm --to acme',
  ],
  run: async (invocation) => {
    const [name = ''] = invocation.args
    const { io, json } = invocation
    const delivery = await readDelivery(findConfig(invocation))
    const outcome = await sendTest(invocation, delivery, name)
    const { kind, status, detail } = outcome
    const sent = kind === 'delivered'
    const said = sent ? `The test message through ${name} was taken: ${detail}.` : `It was not taken: ${detail}.`
    io.out(json ? JSON.stringify({ channel: name, delivered: sent, status, detail }) : printable(said))
    return sent ? 0 : 1
  },
}

async function sendTest(invocation: Invocation, delivery: Delivery, name: string): Promise<Outcome> {
  const { io, clock } = invocation
  if (!Object.hasOwn(delivery.channels, name))
    throw telltaleError('unknown_name', {
      what: 'channel',
      name: JSON.stringify(name.slice(0, 200)),
      valid: Object.keys(delivery.channels).join(', ') || 'none',
    })
  const opened = openChannels(delivery, {
    ...{ secretOf: (variable: string) => io.env[variable] ?? null, tokenOf: null },
    keepMessages: (messages) => withControl(invocation, (control) => keepMessages(control, messages)),
  })
  try {
    const channel = opened.channels.get(name)
    if (channel === undefined)
      throw telltaleError('channel_unusable', { name, reason: opened.unusable.get(name) ?? 'unknown' })
    const at = clock.now()
    const target = textOption(invocation, 'to') ?? ''
    const { kind } = delivery.channels[name]!
    const message = testMessage(kind, { to: target, at: new Date(at).toISOString() })
    const one = {
      key: `test/${name}/${at}`,
      target: kind === 'hubspot' ? '' : target,
      message,
      attempt: 1,
      createdAt: at,
      at,
    }
    return (await channel.send([one], io.signal))[0]!
  } finally {
    opened.close()
  }
}

/** What a channel of this kind takes. For HubSpot the account has to be named, whose company is made where there is none. */
function testMessage(kind: ChannelSettings['kind'], { to, at }: { readonly to: string; readonly at: string }): Message {
  switch (kind) {
    case 'segment':
      return { kind: 'happening', type: 'telltale.test', at, user: null, account: null, data: {} }
    case 'hubspot':
      if (to === '')
        throw telltaleError('bad_argument', { argument: '--to', value: 'not given', expected: 'the id of an account' })
      return { kind: 'traits', of: 'account', id: to, at, traits: {} }
    case 'webhook':
    case 'slack':
    case 'email':
    case 'in-app':
      return TEST
  }
}

const TEST: Note = {
  kind: 'note',
  title: 'A test message of Telltale',
  intro: 'If you can read this, messages of this channel arrive.',
  groups: [],
  link: null,
}
