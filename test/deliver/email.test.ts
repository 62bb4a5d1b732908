import { expect, it } from 'vitest'
import type { EmailSettings } from '../../src/config/delivery/settings.ts'
import type { Message } from '../../src/deliver/message.ts'
import { openOutbox } from './open-outbox.ts'
import { startSmtp } from './start-smtp.ts'

const HOSTILE = 'Acme\r\nBcc: all@example.com\r\n\r\n<script>alert(1)</script> \u202Egnp.exe'
const NOTE: Message = {
  kind: 'note',
  title: HOSTILE,
  intro: null,
  groups: [
    {
      title: 'Today',
      items: [
        { text: HOSTILE, detail: 'pays 100 EUR', href: 'https://telltale.example.com/accounts/acme' },
        { text: 'Grüße, 東京', detail: null, href: 'javascript:alert(1)' },
      ],
    },
  ],
  link: null,
}

const mail: EmailSettings = {
  kind: 'email',
  smtp: 'SMTP_URL',
  from: 'Telltale <telltale@example.com>',
  replyTo: 'ana@example.com',
  layout: {},
}

async function openMail(env: Readonly<Record<string, string>> = {}, login = '') {
  const { SMTP_HOST: host = '127.0.0.1' } = env
  const { port, letters } = await startSmtp(env)
  const outbox = await openOutbox(
    { mail },
    { secrets: { SMTP_URL: `smtp://${login}${host}:${port}` }, baseUrl: 'https://telltale.example.com' },
  )
  const put = (key: string, target: string, message: Message = NOTE) =>
    outbox.put(key, { channel: 'mail', target, message })
  return { ...outbox, put, letters }
}

/** The value of a header, unfolded. */
function headerOf(letter: string, name: string): string | null {
  const head = letter.slice(0, letter.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ')
  return new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? null
}

/** The parts of a letter, decoded. */
function partsOf(letter: string): string[] {
  const boundary = /boundary="?([^"\r\n]+)"?/.exec(letter)?.[1]
  return letter.split(`--${boundary}`).flatMap((part) => {
    const at = part.indexOf('\r\n\r\n')
    if (at < 0 || !/content-type: text\//i.test(part)) return []
    const body = part.slice(at + 4)
    if (/quoted-printable/i.test(part)) {
      const bytes = body.replaceAll(/=\r\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_, hex) => `%${hex}`)
      return [decodeURIComponent(bytes.replaceAll(/%(?![0-9A-F]{2})/g, '%25'))]
    }
    return [/base64/i.test(part) ? Buffer.from(body, 'base64').toString('utf8') : body]
  })
}

it('a letter in text and HTML: nothing that is said gets into its head or becomes markup', async () => {
  const { put, send, rows, letters } = await openMail()
  await put('quiet/acme/1/tell', 'ben@example.com')
  await send()
  expect((await rows())[0]).toMatchObject({ state: 'delivered', attempts: 1 })
  const [{ from, to, letter }] = letters as [(typeof letters)[0]]
  expect([from, to]).toEqual(['telltale@example.com', ['ben@example.com']])
  expect(headerOf(letter, 'Bcc')).toBeNull()
  expect(headerOf(letter, 'Subject')).toBe('Acme Bcc: all@example.com <script>alert(1)</script> gnp.exe')
  expect(headerOf(letter, 'From')).toBe('Telltale <telltale@example.com>')
  expect(headerOf(letter, 'To')).toBe('ben@example.com')
  expect(headerOf(letter, 'Reply-To')).toBe('ana@example.com')
  expect(headerOf(letter, 'Auto-Submitted')).toBe('auto-generated')
  expect(headerOf(letter, 'Message-ID')).toMatch(/^<[0-9a-f]{32}@example\.com>$/)
  expect(headerOf(letter, 'List-Unsubscribe')).toMatch(/^<https:\/\/telltale\.example\.com\/v1\/unsubscribe\/[\w.-]+>$/)
  expect(headerOf(letter, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
  const [text, html] = partsOf(letter) as [string, string]
  expect(text).toContain('- Acme Bcc: all@example.com <script>alert(1)</script> gnp.exe: pays 100 EUR')
  expect(text).toContain('- Grüße, 東京')
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; gnp.exe</a>')
  expect(html).toMatch(/<div [^>]*>pays 100 EUR<\/div>/)
  expect(html).toMatch(/<strong [^>]*>Grüße, 東京<\/strong>/)
  expect(html).not.toMatch(/<script|javascript:|\u202E/)
})

it('greylisted it comes later under the same Message-ID, dropped too; who is nobody gets nothing more; what is no address is listed', async () => {
  const { put, send, rows, setClock, deps, letters } = await openMail()
  for (const who of ['4xx-twice', 'drop', '5xx', 'full', 'spam']) await put(`to ${who}`, `${who}@example.com`)
  await put('list', 'ben@example.com, all@example.com')
  await put('break', 'ben@example.com\r\nRCPT TO:<all@example.com>')
  await put('none', '')
  await send()
  const states = async () => (await rows()).map(({ key, state, attempts }) => [key, state, attempts])
  expect(await states()).toEqual([
    ...[
      ['to 4xx-twice', 'waiting', 1],
      ['to drop', 'waiting', 1],
      ['to 5xx', 'dead', 1],
      ['to full', 'dead', 1],
    ],
    ...[
      ['to spam', 'dead', 1],
      ['list', 'dead', 1],
      ['break', 'dead', 1],
      ['none', 'dead', 1],
    ],
  ])
  setClock('2026-03-02T09:01:00Z')
  await send()
  setClock('2026-03-02T09:30:00Z')
  await send()
  expect((await states()).slice(0, 2)).toEqual([
    ['to 4xx-twice', 'delivered', 3],
    ['to drop', 'delivered', 2],
  ])
  const dropped = letters.filter(({ to }) => to[0] === 'drop@example.com')
  expect(new Set(dropped.map(({ letter }) => headerOf(letter, 'Message-ID'))).size).toBe(1)
  expect(dropped).toHaveLength(2)
  expect((await deps.listSuppressions()).data.map(({ address, why }) => [address, why])).toEqual([
    ['5xx@example.com', '550 5.1.1 nobody by that name'],
  ])
  await put('again', '5xx@example.com')
  await send()
  expect((await rows()).at(-1)).toMatchObject({ state: 'dead', why: expect.stringContaining('gets nothing more') })
})

it('a server that takes no password is a failing channel, and no letter is lost by it', async () => {
  const { put, send, rows, deps } = await openMail({ SMTP_AUTH: 'right' }, 'ana:wrong@')
  await put('a', 'ben@example.com')
  await send()
  expect((await rows())[0]).toMatchObject({ state: 'waiting', attempts: 1 })
  expect((await deps.listChannels()).data).toMatchObject([{ channel: 'mail', state: 'failing' }])
  const good = await openMail({ SMTP_AUTH: 'right' }, 'ana:right@')
  await good.put('a', 'ben@example.com')
  await good.send()
  expect((await good.rows())[0]).toMatchObject({ state: 'delivered' })
})

it('a password goes to another machine over TLS or not at all: a server without STARTTLS is a failing channel', async () => {
  // An address of this machine that is none of those at which a password may go in the clear.
  const { put, send, rows, deps, letters } = await openMail(
    { SMTP_AUTH: 'right', SMTP_HOST: '127.0.0.2' },
    'ana:right@',
  )
  await put('a', 'ben@example.com')
  await send()
  expect((await rows())[0]).toMatchObject({ state: 'waiting', attempts: 1 })
  expect([(await deps.listChannels()).data[0]!.state, letters]).toEqual(['failing', []])
})
