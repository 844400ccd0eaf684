import { expect, it } from 'vitest'
import { addUp } from './add-up.ts'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
})

it('adds up what passed and what failed', () => {
  const reports = [
    { numPassedTests: 2, numFailedTests: 0, testResults: [file('passed', 'passed', 'passed')] },
    { numPassedTests: 1, numFailedTests: 1, testResults: [file('failed', 'passed', 'failed')] },
  ]

  expect(addUp(reports, true)).toEqual({ passed: 3, failed: 1 })
})

it('counts a file that could not run its tests, or clean up after them, as one failure', () => {
  const testResults = [file('failed'), file('failed', 'passed'), file('passed', 'skipped')]

  expect(addUp([{ numPassedTests: 1, numFailedTests: 0, testResults }], true)).toEqual({
    passed: 1,
    failed: 2,
  })
})

it('counts a run that failed for no reason in its reports as one failure', () => {
  const report = { numPassedTests: 1, numFailedTests: 0, testResults: [file('passed', 'passed')] }

  expect(addUp([report], true)).toEqual({ passed: 1, failed: 1 })
  expect(addUp([report], false)).toEqual({ passed: 1, failed: 0 })
})
