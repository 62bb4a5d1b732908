export type Place = { readonly file: string; readonly line: number; readonly column: number }

/** Something wrong with a configuration. Everything wrong is reported, never only the first. */
export type Problem = {
  readonly level: 'error' | 'warning'
  readonly code: ProblemCode
  /** Where in the configuration: `signals.expansionOpportunity.when`. */
  readonly path: string
  /** The value at fault, as written, when it can be looked for in the file. */
  readonly bad: string | null
  /** Where in the file; null until `placeProblems` has looked, or when it cannot be told. */
  readonly place: Place | null
  /** Names the bad value and, where there is a choice, the valid ones. */
  readonly message: string
  /** What to do. */
  readonly mend: string
}

export type ProblemCode =
  | 'wrong_shape'
  | 'wrong_argument'
  | 'unknown_name'
  | 'cycle'
  | 'empty_name'
  | 'duplicate_name'
  | 'duplicate_alias'
  | 'duplicate_definition'
  | 'bad_timezone'
  | 'bad_window'
  | 'bad_number'
  | 'bad_bands'
  | 'bad_threshold'
  | 'wrong_level'
  | 'wrong_event'
  | 'hours_in_trend'
  | 'until_stricter'
  | 'bad_group'
  | 'groups_overlap'
  | 'nothing_to_judge'
  | 'signal_without_outcome'
  | 'signal_without_action'
  | 'bad_detector'
  | 'bad_weights'
  | 'bad_curve'
  | 'bad_milestone'
  | 'housekeeping_milestone'
  | 'unjudged_signal'
  | 'team_without_people'
  | 'nothing_to_do'
  | 'nothing_to_read'
  | 'secret_missing'
  | 'bad_template'
  | 'address_missing'
