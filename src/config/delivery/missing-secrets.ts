import { warningAt } from '../check/problem-at.ts'
import type { Problem } from '../problem.ts'
import { type Delivery, variablesOf } from './settings.ts'

/** The environment variables that channels need and that are not set, each as a warning: where the server runs they may be. */
export function missingSecrets(delivery: Delivery, secretOf: (variable: string) => string | null): readonly Problem[] {
  return Object.entries(delivery.channels).flatMap(([key, channel]) =>
    variablesOf(channel)
      .filter((variable) => !secretOf(variable))
      .map((variable) =>
        warningAt(`channels.${key}`, {
          ...{ code: 'secret_missing', bad: variable },
          message: `The environment variable ${variable}, which channels.${key} needs, is not set here.`,
          mend: `Set it where the server runs; until then nothing leaves by ${key}.`,
        }),
      ),
  )
}
