import { createTransport } from 'nodemailer'
import type { Channel, Outcome, Outgoing } from '../channel.ts'
import { idOfKey } from '../id-of-key.ts'
import type { LetterTemplate } from '../letter/render-template.ts'
import { writeLetter } from '../letter/write-letter.ts'

export type EmailChannel = {
  readonly name: string
  /** Address of the mail server, with name and password where it asks for them. */
  readonly smtp: URL
  readonly from: string
  readonly replyTo: string | null
  readonly template: LetterTemplate
  /** Where an address can ask for no more; null: nowhere. */
  readonly unsubscribeUrl: (address: string) => string | null
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Messages as letters through a mail server. The same Message-ID for every attempt. */
export function openEmail({ name, smtp, from, replyTo, template, unsubscribeUrl }: EmailChannel): Channel {
  const { host, port, secure, auth } = readSmtp(smtp)
  const transport = createTransport({
    ...{ host, port, secure, ...(auth === null ? {} : { auth }) },
    // A password goes over TLS or not at all.
    requireTLS: auth !== null && !secure && !LOOPBACK.has(smtp.hostname),
    ...{ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
  const sendOne = async ({ key, target, message }: Outgoing): Promise<Outcome> => {
    if (!isAddress(target)) return { kind: 'refused', status: null, detail: 'there is no address', suppress: null }
    const unsubscribe = unsubscribeUrl(target)
    try {
      const { subject, text, html } = writeLetter(message, { template, unsubscribe })
      const { response } = await transport.sendMail({
        ...{ from, to: { name: '', address: target }, subject, text, messageId: messageId(key, from) },
        ...(html === null ? {} : { html }),
        ...(replyTo === null ? {} : { replyTo }),
        headers: { 'Auto-Submitted': 'auto-generated', ...listHeaders(unsubscribe) },
      })
      return { kind: 'delivered', status: statusOf(response), detail: response.slice(0, 200) }
    } catch (error) {
      return judgeFailure(error as SmtpFailure, target)
    }
  }
  return {
    ...{ name, concurrency: 4, batch: 1, close: () => transport.close() },
    send: (messages) => Promise.all(messages.map(sendOne)),
  }
}

/** One address and nothing else: no list, no name, no line break. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>(),;:"\\[\]]+@[^\s@<>(),;:"\\[\]]+$/.test(text)
}

/** `<…@domain>`: the domain is that of the sender. */
function messageId(key: string, from: string): string {
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'telltale.invalid'
  return `<${idOfKey(key)}@${domain}>`
}

/** By RFC 8058: one click, without a question. */
function listHeaders(unsubscribe: string | null): Record<string, string> {
  if (unsubscribe === null) return {}
  return { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

function readSmtp(smtp: URL) {
  const secure = smtp.protocol === 'smtps:'
  const port = smtp.port === '' ? (secure ? 465 : 587) : Number(smtp.port)
  const [user, pass] = [decodeURIComponent(smtp.username), decodeURIComponent(smtp.password)]
  return { host: smtp.hostname.replace(/^\[|\]$/g, ''), port, secure, auth: user === '' ? null : { user, pass } }
}

type SmtpFailure = Error & {
  readonly code?: string
  readonly command?: string
  readonly responseCode?: number
  readonly response?: string
}

/** Answers to a recipient that say that there is none, and will be none. */
const NOBODY = [550, 551, 553, 556]

/** 4xx: later. 5xx: never, and an address that does not exist gets nothing more. What goes wrong before the recipient is named is the channel's. */
function judgeFailure(error: SmtpFailure, target: string): Outcome {
  const { responseCode: status = null, command = '', code = 'unknown' } = error
  if (status === null)
    return { kind: 'again', status, detail: `no letter was taken (${code})`, wait: null, whose: 'channel' }
  const detail = (error.response ?? `SMTP ${status}`).slice(0, 300)
  const atRecipient = command.startsWith('RCPT')
  const atLetter = command.startsWith('DATA')
  if (status >= 500 && atRecipient)
    return { kind: 'refused', status, detail, suppress: NOBODY.includes(status) ? target : null }
  if (status >= 500 && atLetter) return { kind: 'refused', status, detail, suppress: null }
  const whose = status === 421 ? 'throttle' : atRecipient || atLetter ? 'message' : 'channel'
  return { kind: 'again', status, detail, wait: null, whose }
}

function statusOf(response: string): number | null {
  const status = Number(response.slice(0, 3))
  return Number.isInteger(status) && status > 0 ? status : null
}
