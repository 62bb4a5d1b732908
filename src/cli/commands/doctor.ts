import type { CommandSpec } from '../command.ts'
import { checkConfiguration } from '../doctor/check-configuration.ts'
import { checkEvents } from '../doctor/check-events.ts'
import { checkFolder } from '../doctor/check-folder.ts'
import { checkServer } from '../doctor/check-server.ts'
import { renderDiagnosis } from '../doctor/render-diagnosis.ts'

export const doctorCommand: CommandSpec = {
  usage: 'doctor',
  summary:
    'Look for trouble: configuration, data folder, disk, server, events that were refused or belong to no account; and say what to do about it. Exit code 1 when something is bad.',
  options: [
    { flags: '--url <address>', description: 'the address your SDKs send to, to try the way there (proxies included)' },
  ],
  examples: ['npx telltale doctor', 'npx telltale doctor --url https://events.example.com --json'],
  run: async (invocation) => {
    const { io, json } = invocation
    const diagnoses = [
      await checkConfiguration(invocation),
      ...checkFolder(invocation),
      await checkServer(invocation),
      ...(await checkEvents(invocation)),
    ]
    const found = diagnoses.filter(({ state }) => state === 'bad').length
    io.out(json ? JSON.stringify({ ok: found === 0, diagnoses }) : diagnoses.map(renderDiagnosis).join('\n'))
    return found === 0 ? 0 : 1
  },
}
