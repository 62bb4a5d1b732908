/** What the audit log notes, in words that go on after who did it; an operation that has none is named as it is. */
const SAID: Readonly<Record<string, string>> = {
  signIn: 'signed in',
  signInFailed: 'failed to sign in',
  makeFirstAdmin: 'became the first admin',
  acceptInvitation: 'joined',
  resetPassword: 'chose a new password by a link',
  changePassword: 'changed the password',
  signOutEverywhere: 'signed out everywhere',
  createToken: 'made a personal token',
  revokeToken: 'revoked a personal token',
  inviteUser: 'invited',
  dropInvitation: 'took back the invitation of',
  offerReset: 'made a link for a new password of',
  changeRole: 'changed the role of',
  removeUser: 'removed',
  createKey: 'made the key',
  revokeKey: 'revoked the key',
  setOverride: 'changed',
  pullOverrides: 'wrote into the configuration file',
  activateConfig: 'put a configuration into force',
  forget: 'forgot',
  beginForgetting: 'asked to forget',
  mergeAccount: 'merged the account',
  splitAccount: 'split the account',
  saveView: 'shared the view',
  dropView: 'dropped the view',
  tellRelease: 'told of the release',
  dropRelease: 'took back the release',
  noteAbsence: 'noted the absence of',
  removeAbsence: 'removed an absence',
  planExperiment: 'planned the experiment',
  endExperiment: 'ended the experiment',
  syncSource: 'read the source',
  replayDelivery: 'tried a message again',
  enrolByHand: 'brought somebody into the playbook',
  pausePlaybook: 'paused the playbook',
  resumePlaybook: 'let the playbook go on',
  testPlaybook: 'tested the messages of the playbook',
  confirmDeliveries: 'let messages leave after a restore',
  enableChannel: 'switched on the channel',
  testChannel: 'sent a test message through',
  removeSuppression: 'let messages go again to',
  recomputeVerdicts: 'recomputed the verdicts',
}

export function phraseAudit(what: string): string {
  return SAID[what] ?? what
}

/** A role, a value or a few of them, short enough for a line; empty: nothing is told. */
export function auditedValue(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([name, one]) => `${name} ${typeof one === 'object' ? JSON.stringify(one) : String(one)}`)
    .join(', ')
}
