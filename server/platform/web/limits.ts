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
  /** A file to be checked: ours weigh under 100 kB, one that another program saved again or scanned weighs more. */
  checkedFileBytes: 5 * 1024 * 1024,
  /** Its pages and characters: ours have two pages and some thousand characters. */
  checkedFilePages: 10,
  checkedFileCharacters: 100_000,
  /** Dots of a photograph: what the better telephones take; each takes some bytes of memory while it is read. */
  checkedPictureDots: 50_000_000,
  /** What reading it may take, in seconds and megabytes of memory, and how many are read at once. */
  checkedFileSeconds: 5,
  checkedFileMegabytes: 128,
  checkedFilesAtOnce: 4,
  /** An HR office checks a file at a time; each costs more than a page. */
  checkedFiles: { max: 20, timeWindow: '1 minute' },
  /** A wallet is opened, its code typed, and a phone turned to a screen; a code on a screen is soon worthless. */
  walletOfferMinutes: 10,
  /** A wallet asks for the badge at once, and again where the line broke. */
  walletTokenMinutes: 10,
  joining: { max: 20, timeWindow: '1 minute' },
  /** A workshop of 40 opens its letters behind one router; a link's 256 bits are beyond guessing at any speed. */
  invitation: { max: 120, timeWindow: '1 minute' },
  /** An invitation that nobody takes up is forgotten after this many days ... */
  invitationDays: 21,
  /** ... and called to mind once, after this many. */
  invitationReminderDays: 7,
  /** A press that is pressed twice sends one letter. */
  invitationAgainMinutes: 1,
  /** Places that one contact may fill: a form that a person fills in one sitting; more come as a list. */
  teamPlaces: 50,
  /** A contact corrects a form a few times; who names and takes back all day would send letters to strangers. */
  naming: { max: 30, timeWindow: '1 hour' },
  /** A table of people as a file: far more than any cohort has. */
  tableBytes: 2 * 1024 * 1024,
  tableLines: 2_000,
  /** A workbook is a ZIP file: what it unpacks to, and into how many parts, in bytes and parts. */
  workbookBytes: 20 * 1024 * 1024,
  workbookParts: 200,
  /** Cells between a sheet's first and its last: a stray one far out would fill the memory with empty ones. */
  workbookCells: 1_000_000,
  /** A preview of that many lines sent back, in an alphabet that a form writes in six characters a letter. */
  rosterFormBytes: 6 * 1024 * 1024,
  /** Replies in one page of a thread: with letters of an honest length, the weight of a later page. */
  postsPerPage: 20,
  /** What one person says in a discussion: more than a quick conversation, less than a machine writes. */
  postsPerMinute: 5,
  postsPerHour: 40,
  /** Posts of which a daily letter tells; of the others it tells how many. */
  postsPerLetter: 20,
  /** People who are written to between two looks at the database. */
  lettersAtOnce: 100,
  /** Questions in one page of an attempt: with the style sheet and the scripts, what one flight of the line carries. */
  itemsPerPage: 10,
  /** One response: some eight pages of text. */
  responseCharacters: 20_000,
  /** Attempts at one quiz by one learner: far beyond honest use, short of filling a disk. */
  attemptsPerQuiz: 100,
} as const
