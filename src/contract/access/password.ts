/** Characters that a password has at least. */
export const PASSWORD_LEAST = 12
