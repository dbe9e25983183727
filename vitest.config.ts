import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The slow ones first, each as it stands here: one that began last would keep one process waiting for the other. */
const slowFirst = ['browser/accessibility', 'kill/', 'browser/', 'guards/start', 'guards/', 'assessment/']
const placeOf = ({ moduleId }: TestSpecification) => {
  const place = slowFirst.findIndex((part) => moduleId.includes(`/test/${part}`))
  return place < 0 ? slowFirst.length : place
}

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b))
  }
}

// Two processes that each run many files: a process makes its database once, and files share nothing else.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/before-all.ts'],
    pool: 'forks',
    maxWorkers: 2,
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    sequence: { sequencer: SlowFirst },
  },
})
