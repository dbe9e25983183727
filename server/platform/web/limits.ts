/** A limit on everything, each with its reason. Sizes in bytes, times in the unit named. */
export const limits = {
  /** The longest form is a quiz with three full texts of an alphabet that a form writes in six characters a letter. */
  bodyBytes: 1024 * 1024,
  /** The longest address of ours has a path to return to: under 500 characters. */
  paramCharacters: 200,
  /** People in one page of a list: what a phone shows without a long wait. */
  listLength: 50,
  /** Characters of one text field; long enough for any ministry's name. */
  fieldCharacters: 200,
  passwordCharacters: { least: 10, most: 200 },
  /** A session ends after this many days without use ... */
  sessionDays: 30,
  /** ... and in any case after this many. */
  sessionMostDays: 180,
  confirmationHours: 72,
  passwordResetHours: 2,
  /** A person who mistypes needs a few tries; a machine that guesses needs thousands. Counted by address and host. */
  signIn: { max: 10, timeWindow: '15 minutes' },
  /** A workshop of 40 signs up behind one router. */
  signUp: { max: 60, timeWindow: '1 hour' },
  letters: { max: 5, timeWindow: '1 hour' },
  /** Codes have 60 bits and a check character; 60 a minute leaves guessing hopeless and an HR office undisturbed. */
  verification: { max: 60, timeWindow: '1 minute' },
  joining: { max: 20, timeWindow: '1 minute' },
  /** Questions in one page of an attempt: with the style sheet and the scripts, what one flight of the line carries. */
  itemsPerPage: 10,
  /** One response: some eight pages of text. */
  responseCharacters: 20_000,
  /** Attempts at one quiz by one learner: far beyond honest use, short of filling a disk. */
  attemptsPerQuiz: 100,
} as const
