/** Kilobytes of a certificate's own file, of a page to print, of its transcript, and of the fonts of a print. */
const kilobytes = { file: 58, page: 13.5, transcript: 10, fonts: 50 }

/** Megabytes of the files of so many certificates, near enough to decide on a weak line whether to ask for one. */
export function bundleSizes(certificates: number) {
  const megabytes = (sum: number) => (sum < 10_000 ? Math.max(1, Math.round(sum / 100)) / 10 : Math.round(sum / 1000))
  const { file, page, transcript, fonts } = kilobytes
  return {
    zip: megabytes(certificates * file),
    print: megabytes(fonts + certificates * page),
    printWithTranscripts: megabytes(fonts + certificates * (page + transcript)),
  }
}
