export { add, fromMajor, minorDigits, type Money, money, times, toMajor } from './money.ts'
export { type ChosenPrice, chosenPrice } from './chosen-price.ts'
export { parseTypedPrice, type TypedPrice, typedPrice } from './parse-typed-price.ts'
