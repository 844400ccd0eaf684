/** What vitest's JSON reporter writes, as far as totals need it. */
export interface Report {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

export interface Totals {
  passed: number
  failed: number
}

/**
 * Adds up the reports. A file that failed with no failed test counts as one failure, and so does a
 * run that failed with no failed file, be it that it crashed.
 */
export function addUp(reports: Report[], runFailed: boolean): Totals {
  const totals = { passed: 0, failed: 0 }
  for (const { numPassedTests, numFailedTests, testResults } of reports) {
    const broken = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
    )
    totals.passed += numPassedTests
    totals.failed += numFailedTests + broken.length
  }
  if (runFailed && totals.failed === 0) totals.failed = 1
  return totals
}
