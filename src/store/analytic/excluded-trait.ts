/** Tells over time whether a person or an account is out of every number: true or false, over all history, from when it became known. Nobody can send it. */
export const EXCLUDED = '$excluded'
