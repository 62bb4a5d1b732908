/** Files that may be longer than the rule says, each with the reason. The list only shrinks. */
export const LONG_FILES: Readonly<Record<string, string>> = {}

/** Functions (`path name`) that may be longer than the rule says, each with the reason. The list only shrinks. */
export const LONG_FUNCTIONS: Readonly<Record<string, string>> = {}

/** Functions (`path name`) with more positional parameters than the rule says, each with the reason. The list only shrinks. */
export const MANY_PARAMETERS: Readonly<Record<string, string>> = {}

/** Classes (`path name`) that extend another, each with the reason. The list only shrinks. */
export const SUBCLASSES: Readonly<Record<string, string>> = {
  'src/config/builders/condition.ts TraitCondition':
    'a condition on a trait is a condition that can also exclude people; the compiler tells them apart by type',
}
