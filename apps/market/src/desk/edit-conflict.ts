export { EditConflict } from '@rose-ash/shared/errors'
