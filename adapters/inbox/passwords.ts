/**
 * What people choose most, of the length that is asked for. Shorter ones never get here. Compared without capitals and
 * without the digits and signs that are so often added at the ends.
 */
const COMMON = new Set(
  `password passwordpassword passw0rdpassw0rd mypassword changeme changemenow letmein letmeinplease welcome welcomewelcome
  iloveyou iloveyouforever administrator administrador administradora superadministrator admin adminadmin qwerty
  qwertyuiop qwertyuiopas qwertyuiopasdf qwertyqwerty qwertyasdfgh asdfghjkl asdfghjklzx zxcvbnm zxcvbnmasdf
  1qaz2wsx3edc 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i q1w2e3r4t5y6 qazwsxedcrfv unbelievable photography basketball
  alexanderthegreat sunshine princess football liverpool manchester barcelona realmadrid benfica sporting
  palavrapasse palavrachave palavrapassepalavrapasse minhapalavrapasse minhasenha senhasenha senha segredo teamoteamo
  caboverde capeverde kaboverdi caboverdecaboverde morabeza morabezamorabeza imigracao apoioaoimigrante apoioimigrante
  motdepasse motdepassemotdepasse azertyuiop azertyuiopqs bonjourbonjour jetaimejetaime`.split(/\s+/),
)

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
]
const reversed = (text: string): string => [...text].reverse().join('')

/** Few characters over and over: `aaaaaaaaaaaa`, `abcabcabcabc`, `121212121212`. */
const repeats = (text: string): boolean =>
  [1, 2, 3, 4].some((size) => text === text.slice(0, size).repeat(99).slice(0, text.length))
const runsAlong = (text: string): boolean => ROWS.some((row) => row.includes(text) || reversed(row).includes(text))

/** Whether a password is one of those that are tried first, or nothing but the e-mail or the name of its owner. */
export const isCommonPassword = (password: string, owner: readonly string[]): boolean => {
  const plain = password.normalize('NFKC').toLowerCase().replace(/\s/g, '')
  const core = plain.replace(/^[\d\W_]+|[\d\W_]+$/g, '')
  const of = owner
    .flatMap((words) => [words, words.split('@')[0] ?? ''])
    .map((words) => words.toLowerCase().replace(/\s/g, ''))
  return [plain, core].some((text) => COMMON.has(text) || of.includes(text)) || repeats(plain) || runsAlong(plain)
}
