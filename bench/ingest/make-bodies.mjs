const NAMES = ['Task Created', 'Task Completed', 'Board Viewed', 'Comment Added', 'Report Viewed', 'Project Created']
/** Room for the number that makes the ids of a body new each time it is sent. */
const MARK = '00000000'

/**
 * Bodies of so many events as an SDK sends them, about 350 bytes each. The messageIds hold a mark; `places` says where, so that a body can be
 * made new without being built again.
 */
export function makeBodies({ bodies, perBody, accounts }) {
  return Array.from({ length: bodies }, (_, b) => {
    const batch = Array.from({ length: perBody }, (_, i) => makeEvent(b * perBody + i, accounts))
    const bytes = Buffer.from(JSON.stringify({ batch, sentAt: new Date().toISOString() }))
    const places = []
    for (let at = bytes.indexOf(`"${MARK}-`); at >= 0; at = bytes.indexOf(`"${MARK}-`, at + 1)) places.push(at + 1)
    return { bytes, places }
  })
}

/** Gives every event of the body an id that was not sent before. */
export function renew({ bytes, places }, number) {
  const mark = number.toString(16).padStart(8, '0')
  for (const at of places) bytes.write(mark, at, 'latin1')
}

function makeEvent(i, accounts) {
  const account = (i * 7919) % accounts
  return {
    type: 'track',
    event: NAMES[i % NAMES.length],
    messageId: `${MARK}-${i.toString(16).padStart(8, '0')}`,
    userId: `u_${account.toString(36)}_${(i % 5).toString(36)}`,
    timestamp: new Date().toISOString(),
    context: {
      groupId: `acct_${String(account).padStart(4, '0')}`,
      library: { name: 'analytics-node', version: '3.1.0' },
    },
    properties: { source: 'web', view: 'board', mentions: i % 4, path: `/projects/${i % 997}` },
  }
}
