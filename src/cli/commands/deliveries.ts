import { type DeliveryPage, DeliveryQuery } from '../../contract/deliveries.ts'
import { telltaleError } from '../../core/errors.ts'
import { readInput } from '../../http/api/read-input.ts'
import { deliveryDeps } from '../../run/read/delivery-deps.ts'
import { type CommandSpec, flagOption, type Invocation, textOption } from '../command.ts'
import { renderDeliveries, renderDelivery } from '../render/render-deliveries.ts'
import { printable } from '../render/render-table.ts'
import { whoAsks } from '../who-asks.ts'
import { withControl } from '../with-control.ts'

type Deps = ReturnType<typeof deliveryDeps>

export const deliveriesListCommand: CommandSpec = {
  usage: 'deliveries list',
  summary: 'Messages that have left or are to leave, newest first. `telltale deliveries` does the same.',
  options: [
    { flags: '--failed', description: 'only those that did not get through' },
    { flags: '--state <state>', description: 'waiting, delivered, dead, expired or dropped' },
    { flags: '--channel <name>', description: 'only those of a channel' },
    { flags: '--limit <n>', description: 'how many', default: '50' },
  ],
  examples: ['npx telltale deliveries list --failed', 'npx telltale deliveries list --channel ops --json'],
  run: async (invocation) => {
    const page = await asking(invocation, (deps) => deps.listDeliveries(readQuery(invocation)))
    invocation.io.out(invocation.json ? JSON.stringify(page) : renderDeliveries(page))
    return 0
  },
}

export const deliveriesShowCommand: CommandSpec = {
  usage: 'deliveries show <id>',
  summary: 'One message, by its number or key, with every attempt at it.',
  options: [],
  examples: ['npx telltale deliveries show 12'],
  run: async (invocation) => {
    const [id = ''] = invocation.args
    const delivery = await asking(invocation, (deps) => deps.getDelivery(id))
    if (delivery === null) throw notThere(id)
    invocation.io.out(invocation.json ? JSON.stringify(delivery) : renderDelivery(delivery))
    return 0
  },
}

export const deliveriesReplayCommand: CommandSpec = {
  usage: 'deliveries replay <id>',
  summary: 'Try one that was given up again from the beginning, under the same key.',
  options: [],
  examples: ['npx telltale deliveries replay 12'],
  run: async (invocation) => {
    const [id = ''] = invocation.args
    const answer = await asking(invocation, (deps) => deps.replayDelivery(id))
    if (answer === null) throw notThere(id)
    const { replayed, delivery } = answer
    const { io, json } = invocation
    const said = replayed ? 'waits again' : `is ${delivery.state}; only what was given up is tried again`
    io.out(json ? JSON.stringify(answer) : printable(`${delivery.id} (${delivery.title}) ${said}.`))
    return replayed ? 0 : 1
  },
}

export const deliveriesConfirmCommand: CommandSpec = {
  usage: 'deliveries confirm',
  summary:
    'After a restore nothing leaves, since what waits may have left after the backup was taken. This lists it; with --send or --drop it settles it.',
  options: [
    { flags: '--send', description: 'send what waits' },
    { flags: '--drop', description: 'send none of what waits' },
    { flags: '--by <name>', description: 'who decides (default: the user of this machine)' },
  ],
  examples: ['npx telltale deliveries confirm', 'npx telltale deliveries confirm --drop'],
  run: async (invocation) => {
    const [send, drop] = [flagOption(invocation, 'send'), flagOption(invocation, 'drop')]
    if (send && drop)
      throw telltaleError('bad_argument', { argument: '--send', value: 'given with --drop', expected: 'one of them' })
    const { io, json } = invocation
    const seen = await asking(invocation, (deps) => deps.listDeliveries({ state: 'waiting', limit: 1_000 }))
    if (seen.hold === null) {
      io.out(json ? JSON.stringify({ hold: null }) : 'Nothing is held back.')
      return 0
    }
    if (!send && !drop) {
      io.out(json ? JSON.stringify(seen) : renderDeliveries(seen))
      return 1
    }
    const done = await asking(invocation, (deps) => deps.confirmDeliveries(confirming(invocation, seen, drop)))
    const how = drop ? 'dropped' : 'sent as they fall due'
    io.out(json ? JSON.stringify(done) : `Messages leave again; ${done?.waiting ?? 0} that waited are ${how}.`)
    return 0
  },
}

function confirming(invocation: Invocation, { data }: DeliveryPage, drop: boolean) {
  return { by: whoAsks(invocation), upTo: data[0]?.id ?? 0, drop }
}

function readQuery(invocation: Invocation): DeliveryQuery {
  const asked = {
    state: flagOption(invocation, 'failed') ? 'failed' : (textOption(invocation, 'state') ?? undefined),
    channel: textOption(invocation, 'channel') ?? undefined,
    limit: textOption(invocation, 'limit') ?? undefined,
  }
  return readInput(DeliveryQuery, asked, 'query')
}

/** Of the control store alone: beside a server that may run. */
function asking<T>(invocation: Invocation, ask: (deps: Deps) => Promise<T>): Promise<T> {
  return withControl(invocation, (control) => ask(deliveryDeps({ control, clock: invocation.clock })))
}

function notThere(id: string): Error {
  return telltaleError('not_found', { what: 'delivery', name: id.slice(0, 200) })
}
