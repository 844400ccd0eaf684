export { parseTypedPrice, typedPrice } from '@rose-ash/shared/money'
