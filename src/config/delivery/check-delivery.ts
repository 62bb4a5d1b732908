import ipaddr from 'ipaddr.js'
import { errorAt } from '../check/problem-at.ts'
import type { ConfigDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import { findTemplateFault, LAYOUT_NAMES } from './find-template-fault.ts'
import {
  type ChannelSettings,
  type EmailSettings,
  type HubspotSettings,
  isVariable,
  type SlackSettings,
} from './settings.ts'

/** Rule: every channel says where it leads, and no secret stands in the file. */
export function checkDelivery({ channels, delivery }: ConfigDraft): readonly Problem[] {
  return [
    ...Object.entries(channels).flatMap(([key, one]) => checkChannel(`channels.${key}`, one)),
    ...delivery.allow.flatMap((network) => checkNetwork(network)),
    ...(delivery.baseUrl === null ? [] : checkAddress('delivery.baseUrl', delivery.baseUrl)),
  ]
}

function checkChannel(path: string, channel: ChannelSettings): readonly Problem[] {
  switch (channel.kind) {
    case 'webhook':
      return [
        ...(isVariable(channel.url) ? [] : checkAddress(`${path}.url`, channel.url)),
        ...channel.secrets.flatMap((name) => checkVariable(`${path}.secrets`, name)),
        ...(channel.secrets.length === 0 ? [unsigned(path)] : []),
      ]
    case 'slack':
      return checkSlack(path, channel)
    case 'email':
      return checkEmail(path, channel)
    case 'segment':
      return [
        ...(isVariable(channel.url) ? [] : checkAddress(`${path}.url`, channel.url)),
        ...checkVariable(`${path}.writeKey`, channel.writeKey),
      ]
    case 'hubspot':
      return checkHubspot(path, channel)
    case 'in-app':
      return checkDays(`${path}.days`, channel.days)
  }
}

function checkHubspot(path: string, { token, idProperty, properties, api }: HubspotSettings): readonly Problem[] {
  return [
    ...checkVariable(`${path}.token`, token),
    ...checkAddress(`${path}.api`, api),
    ...checkProperty(`${path}.idProperty`, idProperty),
    ...Object.entries(properties).flatMap(([trait, name]) => checkProperty(`${path}.properties.${trait}`, name)),
  ]
}

function checkProperty(path: string, name: string): readonly Problem[] {
  if (/^[a-z][a-z0-9_]{0,99}$/.test(name)) return []
  const message = `${path} is ${JSON.stringify(name)}, which is no name of a property of HubSpot.`
  const mend = "Write its internal name, of small letters, digits and underscores: 'telltale_health'."
  return [errorAt(path, { code: 'wrong_argument', bad: name, message, mend })]
}

function checkDays(path: string, days: number): readonly Problem[] {
  if (Number.isInteger(days) && days >= 1 && days <= 365) return []
  const message = `${path} is ${JSON.stringify(days)}, which is no whole number from 1 to 365.`
  return [errorAt(path, { code: 'wrong_argument', bad: String(days), message, mend: 'Write it like days: 30.' })]
}

function checkSlack(path: string, { webhook, token, api }: SlackSettings): readonly Problem[] {
  return [
    ...(webhook === null ? [] : checkVariable(`${path}.webhook`, webhook)),
    ...(token === null ? [] : checkVariable(`${path}.token`, token)),
    ...((webhook === null) === (token === null) ? [eitherOr(path)] : []),
    ...checkAddress(`${path}.api`, api),
  ]
}

function eitherOr(path: string): Problem {
  const message = `${path} needs either a webhook or the token of a bot.`
  return errorAt(path, {
    code: 'wrong_argument',
    message,
    mend: "Write webhook: 'SLACK_WEBHOOK', or token: 'SLACK_TOKEN'.",
  })
}

function checkEmail(path: string, { smtp, from, layout }: EmailSettings): readonly Problem[] {
  const isSender = /^([^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/.test(from ?? '')
  const sender = `${path}.from is ${JSON.stringify(from)}, which is no sender.`
  const mend = "Write it like 'Telltale <telltale@example.com>'."
  return [
    ...checkVariable(`${path}.smtp`, smtp),
    ...(isSender ? [] : [errorAt(`${path}.from`, { code: 'wrong_argument', bad: from, message: sender, mend })]),
    ...Object.entries(layout).flatMap(([part, template]) => checkTemplate(`${path}.layout.${part}`, template)),
  ]
}

function checkTemplate(path: string, template: string): readonly Problem[] {
  const fault = findTemplateFault(template, LAYOUT_NAMES)
  if (fault === null) return []
  return [
    errorAt(path, {
      code: 'bad_template',
      message: `The template ${path} cannot be used: ${fault}.`,
      mend: 'Mend it.',
    }),
  ]
}

/** What is no name of a variable may be the secret itself, so that it is never printed. */
function checkVariable(path: string, name: string): readonly Problem[] {
  if (isVariable(name)) return []
  const message = `${path} is no name of an environment variable.`
  const mend = "Put the secret into the environment and write the variable's name, such as 'HOOK_SECRET'."
  return [errorAt(path, { code: 'wrong_argument', message, mend })]
}

function checkAddress(path: string, url: string): readonly Problem[] {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '')
    return []
  const message = `${path} is no address that begins with https://, without name and password.`
  return [errorAt(path, { code: 'wrong_argument', message, mend: "Write it like 'https://example.com/hook'." })]
}

function checkNetwork(network: string): readonly Problem[] {
  if (ipaddr.isValidCIDR(network)) return []
  const message = `delivery.allow has ${JSON.stringify(network)}, which is no network.`
  const mend = "Write an address and a number of bits, such as '10.1.0.0/16' or '127.0.0.1/32'."
  return [errorAt('delivery.allow', { code: 'wrong_argument', bad: network, message, mend })]
}

function unsigned(path: string): Problem {
  const message = `${path} has no secrets: whoever receives its messages could not tell them from forged ones.`
  return errorAt(path, { code: 'wrong_argument', message, mend: "Add secrets: ['HOOK_SECRET']." })
}
