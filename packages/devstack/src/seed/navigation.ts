import type { AppName } from '@rose-ash/shared/config'

export interface SeedNavItem {
  label: string
  app: AppName
  path: string
  children?: SeedNavItem[]
}

export const navigation: SeedNavItem[] = [
  { label: 'Stories', app: 'blog', path: '/' },
  {
    label: 'Market',
    app: 'market',
    path: '/',
    children: [
      { label: 'Bread', app: 'market', path: '/markets/bread' },
      { label: 'From the field', app: 'market', path: '/markets/field-shop' },
      { label: 'Pots', app: 'market', path: '/markets/pot-shelf' },
    ],
  },
  { label: 'What is on', app: 'events', path: '/' },
  {
    label: 'Producers',
    app: 'blog',
    path: '/hearth-and-rye',
    children: [
      { label: 'Hearth & Rye', app: 'blog', path: '/hearth-and-rye' },
      { label: 'Windle Field', app: 'blog', path: '/windle-field' },
      { label: 'Kiln Lane', app: 'blog', path: '/kiln-lane' },
    ],
  },
]
