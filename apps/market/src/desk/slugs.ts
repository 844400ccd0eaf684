export { firstSlugs, freeAmong, likeSlug, orTaken, toSlug } from '@rose-ash/shared/slugs'
