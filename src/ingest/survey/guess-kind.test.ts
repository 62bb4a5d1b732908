import { expect, it } from 'vitest'
import { guessFeature, guessKind } from './guess-kind.ts'
import { keyOfName, splitName } from './split-name.ts'

it('words say what an event is for; what nothing explains may be what people come for', () => {
  const told = (name: string) => {
    const { kind, meaning } = guessKind({ name, call: 'track' })
    return meaning === null ? kind : `${kind}: ${meaning}`
  }
  expect(
    Object.fromEntries(
      [
        ...['Signed Up', 'user_registered', 'Account Created', 'Logged In', 'Login', 'Logout', 'Home', 'Page Viewed'],
        ...['Invite Sent', 'Comment Added', 'Data Imported', 'integrationConnected', 'Pricing Viewed', 'Downgrade'],
        ...['Submit Upgrade', 'Subscription Started', 'Subscription Cancelled', 'Ticket Opened', 'Payment Failed'],
        ...['NextSong', 'Report Created', 'Report Viewed', '事件'],
      ].map((name) => [name, told(name)]),
    ),
  ).toEqual({
    'Signed Up': 'other: signUp',
    user_registered: 'other: signUp',
    'Account Created': 'other: signUp',
    'Logged In': 'other: signIn',
    Login: 'other: signIn',
    Logout: 'other',
    Home: 'other',
    'Page Viewed': 'other',
    'Invite Sent': 'team: invited',
    'Comment Added': 'team',
    'Data Imported': 'data',
    integrationConnected: 'data',
    'Pricing Viewed': 'intent',
    Downgrade: 'intent',
    'Submit Upgrade': 'other: bought',
    'Subscription Started': 'other: bought',
    'Subscription Cancelled': 'other: left',
    'Ticket Opened': 'support',
    'Payment Failed': 'support: failed',
    NextSong: 'core',
    'Report Created': 'core',
    'Report Viewed': 'other',
    事件: 'core',
  })
})

it('a feature is the nouns of a name, a key its words', () => {
  expect(['NextSong', 'Report Created', 'created', 'API Key Generated'].map(guessFeature)).toEqual([
    'song',
    'report',
    'created',
    'api key',
  ])
  expect(['Report Created', '2fa_enabled', '事件', '__proto__', 'HTTPServer v2'].map(keyOfName)).toEqual([
    'reportCreated',
    'event2faEnabled',
    null,
    'proto',
    'httpServerV2',
  ])
  expect(splitName('  a--B.c  ')).toEqual(['a', 'b', 'c'])
})
