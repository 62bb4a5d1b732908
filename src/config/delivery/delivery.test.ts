import { expect, it } from 'vitest'
import { email, hubspot, inApp, segmentApi, slack, webhook } from '../builders/channel.ts'
import { event } from '../builders/event.ts'
import { compileModel } from '../compile/compile-model.ts'
import { type Config, defineConfig } from '../define-config.ts'
import { deliveryOf } from './compile-delivery.ts'
import { missingSecrets } from './missing-secrets.ts'

const events = { note: event('Note Written', { kind: 'core' }) }
const problemsOf = (config: Config) =>
  compileModel(config).problems.map(({ level, code, path, message }) => [level, code, path, message])

const good = defineConfig({
  events,
  channels: { ops: webhook({ url: 'https://example.com/hook', secrets: ['HOOK_SECRET', 'HOOK_SECRET_OLD'] }) },
  delivery: { allow: ['10.1.0.0/16'], baseUrl: 'https://telltale.example.com/', trouble: { channel: 'ops' } },
})

it('channels stand beside the model: who hears of an answer does not change it', () => {
  expect(compileModel(good).problems.filter(({ path }) => !path.startsWith('events'))).toEqual([])
  expect(deliveryOf(good)).toEqual({
    ...{ allow: ['10.1.0.0/16'], baseUrl: 'https://telltale.example.com' },
    trouble: { channel: 'ops', to: '' },
    channels: {
      ops: { kind: 'webhook', url: 'https://example.com/hook', secrets: ['HOOK_SECRET', 'HOOK_SECRET_OLD'] },
    },
    digests: {},
  })
  expect(compileModel(good).model!.hash).toBe(compileModel(defineConfig({ events })).model!.hash)
})

it('a secret that is not set is named, with the channel that needs it', () => {
  const missing = missingSecrets(deliveryOf(good), (name) => (name === 'HOOK_SECRET' ? 'whsec_x' : null))
  expect(missing.map(({ level, code, path, message }) => [level, code, path, message])).toEqual([
    [
      ...['warning', 'secret_missing', 'channels.ops'],
      'The environment variable HOOK_SECRET_OLD, which channels.ops needs, is not set here.',
    ],
  ])
})

it('every problem is told, and what may be a secret is not repeated', () => {
  const bad = defineConfig({
    events,
    channels: {
      leaked: webhook({ url: 'https://ana:pw@example.com', secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] }),
      unsigned: webhook({ url: 'example.com', secrets: [] }),
      'a.b': webhook({ url: 'HOOK_URL', secrets: ['S'] }),
    },
    delivery: { allow: ['10.1.0.0'], baseUrl: 'here', trouble: { channel: 'opps' as 'leaked' } },
  })
  const found = problemsOf(bad).filter(([, , path]) => !String(path).startsWith('events'))
  expect(found).toEqual([
    ['error', 'empty_name', 'channels.a.b', '"a.b" is no name for one of the channels.'],
    [
      ...['error', 'unknown_name', 'delivery.trouble'],
      'There is no channel called "opps". There are: leaked, unsigned, a.b.',
    ],
    [
      ...['error', 'wrong_argument', 'channels.leaked.url'],
      'channels.leaked.url is no address that begins with https://, without name and password.',
    ],
    [
      ...['error', 'wrong_argument', 'channels.leaked.secrets'],
      'channels.leaked.secrets is no name of an environment variable.',
    ],
    [
      ...['error', 'wrong_argument', 'channels.unsigned.url'],
      'channels.unsigned.url is no address that begins with https://, without name and password.',
    ],
    [
      ...['error', 'wrong_argument', 'channels.unsigned'],
      'channels.unsigned has no secrets: whoever receives its messages could not tell them from forged ones.',
    ],
    ['error', 'wrong_argument', 'delivery.allow', 'delivery.allow has "10.1.0.0", which is no network.'],
    [
      ...['error', 'wrong_argument', 'delivery.baseUrl'],
      'delivery.baseUrl is no address that begins with https://, without name and password.',
    ],
  ])
})

it('Slack needs one of two ways in, a letter a sender and templates that can be filled in', () => {
  const bad = defineConfig({
    events,
    channels: {
      both: slack({ webhook: 'A', token: 'B' }),
      leaked: slack({ webhook: 'https://hooks.slack.com/services/T/B/x' }),
      mail: email({ from: 'ana', layout: { html: '{{ titel }}', text: '{% if title %}' } }),
    },
  })
  const found = problemsOf(bad).filter(([, , path]) => !String(path).startsWith('events'))
  expect(found.map(([, , path, message]) => [path, message])).toEqual([
    ['channels.both', 'channels.both needs either a webhook or the token of a bot.'],
    ['channels.leaked.webhook', 'channels.leaked.webhook is no name of an environment variable.'],
    ['channels.mail.from', 'channels.mail.from is "ana", which is no sender.'],
    [
      'channels.mail.layout.html',
      'The template channels.mail.layout.html cannot be used: it mentions titel; there is title, intro, groups, link, unsubscribe.',
    ],
    ['channels.mail.layout.text', expect.stringContaining('not closed')],
  ])
})

it('other tools and the product: what they lack is told, and what they need from the environment', () => {
  const bad = defineConfig({
    events,
    channels: {
      product: inApp({ days: 0 }),
      warehouse: segmentApi({ url: 'dataplane', writeKey: 'w-1' }),
      crm: hubspot({ token: 'pat-1', idProperty: 'Account ID', properties: { health: '' }, api: 'here' }),
    },
  })
  const found = problemsOf(bad).filter(([, , path]) => !String(path).startsWith('events'))
  expect(found.map(([, , path, message]) => [path, message])).toEqual([
    ['channels.product.days', 'channels.product.days is 0, which is no whole number from 1 to 365.'],
    [
      'channels.warehouse.url',
      'channels.warehouse.url is no address that begins with https://, without name and password.',
    ],
    ['channels.warehouse.writeKey', 'channels.warehouse.writeKey is no name of an environment variable.'],
    ['channels.crm.token', 'channels.crm.token is no name of an environment variable.'],
    ['channels.crm.api', 'channels.crm.api is no address that begins with https://, without name and password.'],
    ['channels.crm.idProperty', 'channels.crm.idProperty is "Account ID", which is no name of a property of HubSpot.'],
    [
      'channels.crm.properties.health',
      'channels.crm.properties.health is "", which is no name of a property of HubSpot.',
    ],
  ])
  const well = defineConfig({
    events,
    channels: { product: inApp(), warehouse: segmentApi(), crm: hubspot({ idProperty: 'account_id' }) },
  })
  expect(problemsOf(well).filter(([, , path]) => !String(path).startsWith('events'))).toEqual([])
  expect(missingSecrets(deliveryOf(well), () => null).map(({ bad: variable }) => variable)).toEqual([
    ...['TELLTALE_STATE_SECRET', 'SEGMENT_WRITE_KEY', 'HUBSPOT_TOKEN'],
  ])
})
