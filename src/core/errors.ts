/**
 * The one catalogue of errors. A code is stable, is never reused, and has a page in `docs/reference/errors.md` (generated from this table).
 * `class` answers the only question that matters at run time: is it the caller's to mend, is it worth trying again, or is it our fault.
 */
export const ERRORS = {
  config_missing: {
    class: 'user',
    message: 'No configuration at {path}. Write one with `telltale init`, or name it with --config FILE.',
  },
  config_unreadable: { class: 'user', message: 'The configuration {path} could not be loaded: {reason}' },
  config_invalid: { class: 'user', message: 'The configuration has {count} problem(s): {problems}' },
  unknown_name: { class: 'user', message: 'There is no {what} called {name}. There are: {valid}.' },
  bad_argument: { class: 'user', message: '{argument} is {value}; expected {expected}.' },
  bad_request: { class: 'user', message: '{reason}' },
  not_found: { class: 'user', message: 'There is no {what} {name}.' },
  unauthorized: {
    class: 'user',
    message:
      'This needs somebody who is signed in, or a key with scope {scope}. Make one with `telltale keys create --scope {scope}`.',
  },
  session_ended: { class: 'user', message: 'The session has ended. Sign in again.' },
  user_needed: { class: 'user', message: 'This is of the person who is signed in; a key is nobody. Sign in.' },
  role_too_small: { class: 'user', message: 'This needs the role {role}; you are {has}. An admin can change that.' },
  origin_missing: {
    class: 'user',
    message:
      'What changes something without a key must come from a page of this server, and this names no origin. Use a key.',
  },
  sign_in_refused: { class: 'user', message: 'The e-mail address or the password is not right.' },
  password_weak: { class: 'user', message: 'This password will not do: {reason}.' },
  link_spent: {
    class: 'user',
    message: 'This link opens nothing: it was used, has expired, or was replaced by a newer one. {mend}',
  },
  user_exists: { class: 'user', message: 'There is a user {email} already; `telltale users list` shows them.' },
  last_admin: {
    class: 'user',
    message: '{email} is the last admin: make another one first, or nobody could administer.',
  },
  scope_too_small: {
    class: 'user',
    message:
      'This needs a key with scope {scope}; the one that was sent has scope {has}. Make one with `telltale keys create --scope {scope}`.',
  },
  forbidden_host: {
    class: 'user',
    message: 'The host {host} is not allowed. Allowed: {valid}. Start with --host or set TELLTALE_ALLOWED_HOSTS.',
  },
  data_missing: {
    class: 'user',
    message:
      'There is no data in {path}. Start a server with `telltale start`, take in a history with `telltale import`, or name the folder with --data.',
  },
  data_in_use: {
    class: 'user',
    message: 'The data folder {path} is in use by process {pid}. Stop it, or talk to it over HTTP.',
  },
  data_unwritable: { class: 'user', message: 'The data folder {path} cannot be written: {reason}' },
  data_newer: {
    class: 'user',
    message:
      'The data folder {path} was written by a newer version (schema {found}, this is {known}). Upgrade telltale.',
  },
  port_in_use: { class: 'user', message: 'Port {port} on {host} is taken. Choose another with --port.' },
  unreachable: { class: 'retryable', message: 'No server answers at {url}: {reason}' },
  disk_full: {
    class: 'retryable',
    message: 'The disk under {path} is full or below its reserve; nothing is acknowledged until there is room.',
  },
  log_failed: {
    class: 'retryable',
    message: 'The log {path} could not be made durable ({reason}); it takes nothing more until telltale is restarted.',
  },
  log_damaged: {
    class: 'user',
    message:
      'The log segment {path} is damaged at byte {offset}: {reason}. Keep the file; `telltale repair` says what can be saved.',
  },
  store_damaged: {
    class: 'user',
    message: 'The analytic store was damaged ({reason}); it was set aside as {aside} and is being rebuilt.',
  },
  import_missing: {
    class: 'user',
    message: 'There is no file {path}. Name one that is there, or - for standard input.',
  },
  import_unreadable: { class: 'user', message: '{path} cannot be read as {format}: {reason}' },
  mapping_incomplete: { class: 'user', message: 'The mapping of {path} lacks {missing}. Columns there: {valid}.' },
  mapping_misfit: {
    class: 'user',
    message:
      'The mapping fits {fitting} of the first {rows} rows of {path}; the first that it does not fit: {why}. Nothing was written. Mend it, or say --yes to take what fits and to list the rest in the quarantine.',
  },
  source_unset: {
    class: 'user',
    message:
      'The environment variable {variable} is not set: it holds what is needed to read {source}, which has no place in a configuration.',
  },
  source_unconfigured: {
    class: 'user',
    message:
      'The configuration reads nothing from {source}. Say what under sources.{key}; docs/guide/{key}.md shows how.',
  },
  source_unreachable: { class: 'retryable', message: '{source} could not be read: {reason}' },
  source_failed: {
    class: 'user',
    message: 'The query of {target} was refused, and nothing was taken from it: {reason}',
  },
  source_column: {
    class: 'user',
    message: 'The query of {target} gives no column {column}. It gives: {valid}. Nothing was taken from it.',
  },
  source_column_gone: {
    class: 'user',
    message:
      'The query of {target} gave {column} before and gives it no more; nothing was taken from it. If that is meant, change the query: name the columns that it shall give.',
  },
  source_key_twice: {
    class: 'user',
    message: 'The query of {target} gives two rows for {key}; nothing was taken from it. Give one row for each.',
  },
  source_went_back: {
    class: 'user',
    message:
      'The greatest {cursor} of {target} is {found}, but {before} was read before: is this another database, or an older copy? Nothing was taken from it. `--restart` reads all of it again; what is known is counted once.',
  },
  signature_refused: { class: 'user', message: 'The signature is not good, or of another time than now.' },
  source_busy: { class: 'retryable', message: '{source} is being read already.' },
  channel_unusable: { class: 'user', message: 'The channel {name} cannot send: {reason}.' },
  backup_invalid: { class: 'user', message: 'The backup {path} cannot be restored: {reason}' },
  body_empty: { class: 'user', message: 'The body is empty. Send JSON.' },
  body_gzip: { class: 'user', message: 'The gzip body is damaged, or larger than 1 MB unpacked.' },
  body_too_large: { class: 'user', message: 'The body has {bytes} bytes; at most {limit} are taken here.' },
  body_not_utf8: { class: 'user', message: 'The body is not UTF-8.' },
  body_not_json: { class: 'user', message: 'The body is not JSON: {reason}' },
  body_too_deep: { class: 'user', message: 'A message is nested deeper than {limit} levels.' },
  bad_envelope: { class: 'user', message: 'The body is not of the Segment protocol; expected {expected}.' },
  item_too_large: { class: 'user', message: 'A message has {bytes} bytes; at most {limit} are taken.' },
  too_many_items: { class: 'user', message: 'The batch has {count} messages; at most {limit} are taken.' },
  messages_refused: {
    class: 'user',
    message: '{count} of {total} messages were refused, and none was taken. The first: {reason} ({detail}).',
  },
  write_key_missing: {
    class: 'user',
    message: 'No write key. Send it as the user of Basic authorization, or as writeKey in the body.',
  },
  write_key_unknown: {
    class: 'user',
    message: 'The write key is not known or was revoked. Make one with `telltale keys create --scope write`.',
  },
  origin_not_allowed: {
    class: 'user',
    message:
      'The write key may be used from {valid} only, not from {origin}. `telltale keys create --origin` makes one for other pages.',
  },
  write_key_conflict: { class: 'user', message: 'The write keys in the header and in the body differ.' },
  rate_exceeded: {
    class: 'retryable',
    message: 'Too many {what}; at most {most} are taken. Try again in {seconds} s.',
  },
  overloaded: { class: 'retryable', message: 'Too much is in flight. Try again in {seconds} s.' },
  forgetting: {
    class: 'retryable',
    message: 'Somebody is being forgotten here, and the data folder is closed meanwhile. Try again in {seconds} s.',
  },
  currency_mixed: {
    class: 'user',
    message:
      'The subscriptions are in {currencies}, and money of different currencies is not added up. Ask for one of them with currency, or give rates.',
  },
  rate_missing: { class: 'user', message: 'There is no rate from {currency} to {to}. There are rates of: {valid}.' },
  cancelled: { class: 'user', message: 'Cancelled. {kept}' },
  over_budget: {
    class: 'retryable',
    message:
      'The question took longer than its {seconds} s. Ask about fewer days or events, or give it a larger budget_seconds.',
  },
  bug: { class: 'bug', message: 'A fault inside telltale: {reason}' },
} as const satisfies Record<string, { class: ErrorClass; message: string }>

export type ErrorClass = 'user' | 'retryable' | 'bug'
export type ErrorCode = keyof typeof ERRORS

type Placeholders<M extends string> = M extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

/** The values an error message needs, by its code: a code cannot be raised with the wrong data. */
export type ErrorParams<C extends ErrorCode> = Record<Placeholders<(typeof ERRORS)[C]['message']>, string | number>

export class TelltaleError extends Error {
  readonly code: ErrorCode
  readonly params: Readonly<Record<string, string | number>>
  constructor(code: ErrorCode, message: string, params: Readonly<Record<string, string | number>>, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'TelltaleError'
    this.code = code
    this.params = params
  }
  get class(): ErrorClass {
    return ERRORS[this.code].class
  }
}

/** Makes (does not throw) the error of a code; the message template is filled from `params`. */
export function telltaleError<C extends ErrorCode>(code: C, params: ErrorParams<C>, cause?: unknown): TelltaleError {
  const values = params as Record<string, string | number>
  const message = ERRORS[code].message.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
  return new TelltaleError(code, message, values, cause)
}
