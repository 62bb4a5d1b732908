import { describe, expect, it } from 'vitest'
import type { Message } from '../../src/deliver/message.ts'
import { openOutbox } from './open-outbox.ts'
import { type Received, startReceiver } from './start-receiver.ts'

const HOSTILE = 'Acme <!channel> <@U123> *bold* & "co"\r\nBcc: all \u202Egnp.exe'
const NOTE: Message = {
  kind: 'note',
  title: HOSTILE,
  intro: 'Two tasks.',
  groups: [
    {
      title: 'Today',
      items: [
        { text: HOSTILE, detail: HOSTILE, href: 'https://telltale.example.com/accounts/acme' },
        { text: 'Bolt', detail: null, href: 'javascript:alert(1)' },
      ],
    },
  ],
  link: { text: 'All of it', href: 'https://telltale.example.com/' },
}
const CLEAN = 'Acme <!channel> <@U123> *bold* & "co" Bcc: all gnp.exe'

const throughWebhook = { kind: 'slack', webhook: 'SLACK', token: null, to: null, api: 'https://slack.com/api' } as const

async function openWith(behave: Parameters<typeof startReceiver>[0]) {
  const { url, received } = await startReceiver(behave)
  const outbox = await openOutbox({ ops: throughWebhook }, { secrets: { SLACK: url } })
  return { ...outbox, received }
}
const bodyOf = ({ body }: Received) => JSON.parse(body)

describe('Slack', () => {
  it('shows names of the outside as they are: no mention, link, markup or change of direction comes from them', async () => {
    const { put, send, received } = await openWith(() => ({ status: 200, body: 'ok' }))
    await put('a', { message: NOTE })
    await send()
    const body = bodyOf(received[0]!)
    expect(body.text).toBe('Acme &lt;!channel&gt; &lt;@U123&gt; *bold* &amp; "co" Bcc: all gnp.exe')
    expect(body.blocks).toEqual([
      { type: 'header', text: { type: 'plain_text', text: CLEAN, emoji: false } },
      { type: 'section', text: { type: 'plain_text', text: 'Two tasks.', emoji: false } },
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'Today', style: { bold: true } }] },
          {
            ...{ type: 'rich_text_list', style: 'bullet' },
            elements: [
              {
                type: 'rich_text_section',
                elements: [
                  { type: 'link', url: 'https://telltale.example.com/accounts/acme', text: CLEAN },
                  { type: 'text', text: ` ${CLEAN}` },
                ],
              },
              { type: 'rich_text_section', elements: [{ type: 'text', text: 'Bolt', style: { bold: true } }] },
            ],
          },
        ],
      },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [{ type: 'link', url: 'https://telltale.example.com/', text: 'All of it' }],
          },
        ],
      },
    ])
    expect(JSON.stringify(body)).not.toContain('mrkdwn')
  })

  it('keeps within the limits of blocks, whatever the length', async () => {
    const { put, send, received } = await openWith(() => ({ status: 200, body: 'ok' }))
    const long = 'x'.repeat(10_000)
    const items = Array.from({ length: 40 }, () => ({ text: 'y'.repeat(400), detail: null, href: null }))
    const groups = Array.from({ length: 60 }, () => ({ title: long, items }))
    await put('a', { message: { kind: 'note', title: long, intro: long, groups, link: null } })
    await put('b', { message: { kind: 'letter', subject: long, text: `${long}\n`.repeat(9), html: null } })
    await send()
    for (const { blocks } of received.map(bodyOf)) {
      expect(blocks.length).toBeLessThanOrEqual(50)
      expect(blocks[0].text.text.length).toBe(150)
      for (const { type, text, elements } of blocks.slice(1)) {
        if (type === 'section') expect(text.text.length).toBeLessThanOrEqual(3_000)
        else expect(elements.at(-1).elements.length).toBe(31)
      }
    }
    expect(bodyOf(received[0]!).blocks.at(-1).elements.at(-1).elements.at(-1).elements[0].text).toBe('and 10 more')
  })

  it.each([
    [429, { 'retry-after': '30' }, 'ratelimited', 'waiting', 'paused'],
    [404, {}, 'no_service', 'waiting', 'off'],
    [410, {}, 'channel_is_archived', 'waiting', 'off'],
    [400, {}, 'invalid_blocks', 'dead', 'unused'],
    [500, {}, 'rollup_error', 'waiting', 'failing'],
  ])('a webhook that says %i %j %s', async (status, headers, body, state, channel) => {
    const { put, send, rows, deps } = await openWith(() => ({ status, headers: { ...headers }, body }))
    await put('a', { message: NOTE })
    await send()
    const [{ state: is } = { state: 'unused' }] = (await deps.listChannels()).data
    expect([(await rows())[0]!.state, is]).toEqual([state, channel])
  })

  it('a bot posts to a channel or a person, and says what it may not', async () => {
    const said: Readonly<Record<string, object>> = {
      C1: { ok: true, ts: '1.2' },
      U1: { ok: true, ts: '1.3' },
      U9: { ok: false, error: 'user_not_found' },
    }
    const { url, received } = await startReceiver((_, { body }) => ({
      ...{ status: 200, body: JSON.stringify(said[JSON.parse(body).channel]) },
    }))
    const bot = { kind: 'slack', webhook: null, token: 'TOKEN', to: 'C1', api: url } as const
    const { put, send, rows } = await openOutbox({ ops: bot }, { secrets: { TOKEN: 'xoxb-1' } })
    await put('a', { message: NOTE })
    await put('b', { message: NOTE, target: 'U1' })
    await put('c', { message: NOTE, target: 'U9' })
    await send()
    expect(received.map(({ path, headers, body }) => [path, headers.authorization, JSON.parse(body).channel])).toEqual(
      ['C1', 'U1', 'U9'].map((to) => ['/chat.postMessage', 'Bearer xoxb-1', to]),
    )
    expect((await rows()).map(({ state, why }) => [state, why])).toEqual([
      ['delivered', null],
      ['delivered', null],
      ['dead', 'Slack said user_not_found'],
    ])
  })
})
