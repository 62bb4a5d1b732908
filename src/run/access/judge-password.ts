import { PASSWORD_LEAST } from '../../contract/access/password.ts'

const LONGEST = 200
const FEWEST_DIFFERENT = 5

/** What most guessed passwords are made of, as published lists of leaked ones begin. Joined and repeated they reach any length. */
const COMMON = [
  ...[
    'password',
    'passwort',
    'passw0rd',
    'p@ssw0rd',
    'p@ssword',
    'motdepasse',
    'contrasena',
    'wachtwoord',
    'passphrase',
  ],
  ...['qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwerty', 'qwertz', 'azerty', 'asdfgh', 'asdf'],
  ...[
    '1q2w3e4r5t6y',
    '1q2w3e4r5t',
    '1q2w3e4r',
    '1qaz2wsx3edc',
    '1qaz2wsx',
    'qazwsxedc',
    'qazwsx',
    'zaq12wsx',
    'q1w2e3r4',
  ],
  ...['letmein', 'welcome', 'willkommen', 'iloveyou', 'ilove', 'loveyou', 'trustno1', 'changeme', 'changeit', 'admin'],
  ...['administrator', 'root', 'user', 'guest', 'test', 'testing', 'default', 'secret', 'geheim', 'login', 'master'],
  ...[
    'monkey',
    'dragon',
    'sunshine',
    'princess',
    'football',
    'baseball',
    'basketball',
    'superman',
    'batman',
    'pokemon',
  ],
  ...[
    'starwars',
    'whatever',
    'computer',
    'internet',
    'samsung',
    'google',
    'facebook',
    'microsoft',
    'liverpool',
    'chelsea',
  ],
  ...['michael', 'jessica', 'ashley', 'daniel', 'charlie', 'jordan', 'thomas', 'andrew', 'shadow', 'summer', 'winter'],
  ...['spring', 'autumn', 'hello', 'hallo', 'freedom', 'flower', 'cheese', 'cookie', 'chocolate', 'purple', 'orange'],
  ...['company', 'business', 'telltale', 'demo', 'correcthorsebatterystaple', 'correct', 'horse', 'battery', 'staple'],
  ...[
    'january',
    'february',
    'march',
    'april',
    'june',
    'july',
    'august',
    'september',
    'october',
    'november',
    'december',
  ],
  ...[
    'access',
    'killer',
    'hunter',
    'ninja',
    'mustang',
    'jennifer',
    'nicole',
    'abcdefgh',
    'abcdef',
    'abcd',
    'abc',
    'love',
  ],
].sort((a, b) => b.length - a.length)

/** What is wrong with a password, in words that go on after "it"; null: nothing. No rule on kinds of characters: length is what counts. */
export function judgePassword(
  password: string,
  about: { readonly email: string; readonly name: string },
): string | null {
  const text = password.normalize('NFKC')
  const length = [...text].length
  if (length < PASSWORD_LEAST) return `it has ${length} characters; at least ${PASSWORD_LEAST} are needed`
  if (length > LONGEST) return `it has ${length} characters; at most ${LONGEST} are taken`
  if (new Set(text).size < FEWEST_DIFFERENT) return 'it is made of fewer than five different characters'
  const own = [...about.email.split(/[@.+_-]/), about.email.split('@')[0] ?? '', ...about.name.split(/\s+/)]
  const words = own.map((word) => word.toLowerCase()).filter((word) => word.length > 2)
  if (/^\d+$/.test(text)) return 'it is among those that are guessed first'
  if (isMadeOf(text.toLowerCase(), words)) return 'it is made of your name or address'
  if (isMadeOf(text.toLowerCase(), [...COMMON, ...words])) return 'it is among those that are guessed first'
  return null
}

/** Whether it holds some of these words, and less than four characters beside them, digits and signs. */
function isMadeOf(text: string, words: readonly string[]): boolean {
  let left = text
  for (const word of words) left = left.replaceAll(word, ' ')
  return left !== text && left.replaceAll(/[\d\s\p{P}\p{S}]/gu, '').length < 4
}
