/** What the templates of the blog are tried with. */

const post = {
  id: '0199d0a0-0000-7000-8000-000000000001',
  href: '/the-oven-is-back',
  title: 'The oven is back, and so is the rye',
  excerpt:
    'Eleven days without a fire taught us what a village is. Here is how forty people kept a bakery going with eight kitchen ovens.',
  image: 'loaf',
  imageAlt: 'A round loaf of sourdough on a board',
  publishedAt: new Date('2026-11-19T07:30:00Z'),
  author: { name: 'Rosa Whitlock', href: '/authors/rosa-whitlock' },
}

export const posts = [
  post,
  {
    ...post,
    href: '/leeks-after-frost',
    title: 'Why leeks are better after frost',
    excerpt: 'Sugar is how a leek keeps from freezing. Tom explains, and gives us his soup.',
    image: 'leeks',
    imageAlt: 'Three leeks tied with twine',
    author: { name: 'Tom Ashby', href: '/authors/tom-ashby' },
  },
  {
    ...post,
    href: '/a-kiln-for-everybody',
    title: 'A kiln for everybody',
    excerpt:
      'The second firing of the shared kiln is open to anybody who made something this autumn.',
    image: 'kiln',
    imageAlt: 'A brick kiln with pots glowing inside',
    author: { name: 'Mei Tanaka', href: '/authors/mei-tanaka' },
  },
  {
    ...post,
    href: '/sing-with-us',
    title: 'Sing with us before Christmas',
    excerpt: 'No audition, no sheet music needed. Wednesdays in the chapel, then soup.',
    image: 'choir',
    imageAlt: 'Seven people singing',
  },
  {
    ...post,
    href: '/what-the-orchard-gave',
    title: 'What the orchard gave',
    excerpt: 'Two and a half tonnes, nine sorts, one wasp sting. The harvest in numbers.',
    image: 'orchard',
    imageAlt: 'Rows of apple trees with a ladder',
  },
]

const html = `<p>On the second of November the arch of our oven cracked from end to end. Bread is a quiet
thing until it is missing: by noon the whole square knew, and by evening eight of you had offered a
kitchen.</p>
<h2>Eight ovens, one dough</h2>
<p>We mixed at four as always, shaped at six, and then the dough went round Wendle in crates on
<a href="https://example.org">bicycles</a>. Every loaf came back a little different. Nobody complained;
some of you asked whose it was.</p>
<blockquote><p>I had never seen what my oven can do. Now I get up at five on Saturdays and I cannot stop.</p></blockquote>
<ul><li>42 loaves a day, baked in eight homes</li><li>11 days without a fire</li><li>1 new arch, laid by Mei and her kiln builders</li></ul>
<p>The rye is back on the shelf from Saturday.</p>`

export const samplePost = {
  ...post,
  type: 'post',
  pieces: [{ html }],
  contents: [],
  tags: [{ name: 'Bread', href: '/tags/bread' }],
  imageCaption: '',
  readingMinutes: 4,
  profile: null,
}

export const sampleContainer = {
  ...samplePost,
  type: 'page',
  title: 'Hearth & Rye',
  href: '/hearth-and-rye',
  excerpt: 'A wood-fired bakery on the square. Four doughs, two bakers, and a queue on Saturdays.',
  image: 'bakery',
  imageAlt: 'The front of the bakery with a striped awning',
  tags: [],
  pieces: [
    {
      html: `<p>We bake with flour from Windle Field, water from our own well and a starter that is older than
both of us. The oven is lit at three; the first loaves are out at half past six.</p>
<p>On Saturdays the shop stays open until the shelf is empty, usually around one.</p>`,
    },
  ],
  profile: {
    personName: 'Rosa Whitlock',
    personRole: 'Baker, member since 2019',
    personImage: 'portrait-baker',
    placeName: 'The bakery on the square',
    placeAddress: '3 Market Square, Wendle',
  },
}

const blog = 'https://blog.rose-ash.example'

export const sampleNav = [
  { label: 'Journal', href: `${blog}/`, children: [] },
  { label: 'Market', href: 'https://market.rose-ash.example/', children: [] },
  { label: 'What’s on', href: 'https://events.rose-ash.example/', children: [] },
  {
    label: 'Producers',
    href: `${blog}/producers`,
    children: [
      { label: 'Hearth & Rye', href: `${blog}/hearth-and-rye`, children: [] },
      { label: 'Windle Field', href: `${blog}/windle-field`, children: [] },
      { label: 'Kiln Lane', href: `${blog}/kiln-lane`, children: [] },
    ],
  },
]
