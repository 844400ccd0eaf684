export { add, fromMajor, minorDigits, type Money, money, times, toMajor } from './money.ts'
