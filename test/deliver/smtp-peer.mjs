// A real SMTP server in a process of its own. What it is to do stands in the address of the recipient: `4xx-twice@`, `5xx@`, `drop@` (once, after the letter was
// handed over). Says its port, then every letter, as lines of JSON on stdout.
import { SMTPServer } from 'smtp-server'

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`)
const times = new Map()
const count = (what) => {
  times.set(what, (times.get(what) ?? 0) + 1)
  return times.get(what)
}
const refuse = (code, text) => Object.assign(new Error(text), { responseCode: code })

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: process.env.SMTP_AUTH === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
  allowInsecureAuth: true,
  onAuth: ({ username, password }, _, done) =>
    username === 'ana' && password === process.env.SMTP_AUTH ? done(null, { user: username }) : done(refuse(535, 'no')),
  onRcptTo: ({ address }, _, done) => {
    if (address.startsWith('5xx@')) return done(refuse(550, '5.1.1 nobody by that name'))
    if (address.startsWith('full@')) return done(refuse(552, '5.2.2 mailbox full'))
    if (address.startsWith('4xx-twice@') && count(address) <= 2) return done(refuse(451, '4.7.1 greylisted'))
    done()
  },
  onData: (stream, session, done) => {
    const parts = []
    stream.on('data', (part) => parts.push(part))
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map(({ address }) => address)
      say({ from: session.envelope.mailFrom.address, to, letter: Buffer.concat(parts).toString('utf8') })
      if (to[0].startsWith('drop@') && count(to[0]) === 1) return dropAll()
      if (to[0].startsWith('spam@')) return done(refuse(554, '5.7.1 looks like spam'))
      done()
    })
  },
})
function dropAll() {
  for (const { _socket } of server.connections) _socket.destroy()
}
server.on('error', () => {})
server.listen(0, process.env.SMTP_HOST ?? '127.0.0.1', () => say({ port: server.server.address().port }))
