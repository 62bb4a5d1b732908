/** Files that may be longer than the rule says, each with the reason. The list only shrinks. */
export const LONG_FILES: Readonly<Record<string, string>> = {}

/** Functions (`path name`) that may be longer than the rule says, each with the reason. The list only shrinks. */
export const LONG_FUNCTIONS: Readonly<Record<string, string>> = {}

/** Functions (`path name`) with more than three positional parameters, each with the reason. The list only shrinks. */
export const MANY_PARAMETERS: Readonly<Record<string, string>> = {}
