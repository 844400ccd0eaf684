/** The blog's first stories; `daysAgo` is when each was published. */
export const posts = [
  {
    slug: 'the-oven-is-twenty',
    title: 'The oven is twenty, and so are we',
    author: 'joss-whitlock',
    daysAgo: 1,
    image: 'loaf',
    imageAlt: 'A round sourdough loaf with a scored crust',
    excerpt:
      'Twenty years ago a dozen people bought an oven together. Here is what it has baked since.',
    html: `<p>It came on the back of a lorry from Lille, in pieces, with a drawing that nobody could read. Twelve
of us had put in two hundred pounds each. Three could bake. One could lay bricks.</p>
<p>That was twenty years ago this month. Since then the oven has turned out something over two million
loaves, been rebuilt once, and outlasted three roofs. It has also, without anybody planning it, become
the thing the rest of the cooperative grew around: first the growers who needed somewhere to sell,
then the potters who wanted the ash, then all of you.</p>
<h2>What two million loaves teach you</h2>
<p>That bread is mostly waiting. That people forgive a late loaf and never a dull one. That a bakery
with its door open at six in the morning is the warmest room in town, and that somebody will always
come in and sit down.</p>
<blockquote><p>We did not set out to start a cooperative. We set out to afford an oven.</p></blockquote>
<h2>A party, of course</h2>
<p>On the last Saturday of the month we set the long table from the oven to the street. There will be
soup, there will be bread, and the choir has promised to keep it under an hour. Tickets pay for the
soup; the bread is on us.</p>`,
  },
  {
    slug: 'leeks-in-the-frost',
    title: 'Why we leave the leeks out in the frost',
    author: 'amit-rao',
    daysAgo: 4,
    image: 'leeks',
    imageAlt: 'Three leeks with earth on their roots',
    excerpt: 'A cold night turns starch into sugar. So we let them stand, and pick with gloves on.',
    html: `<p>Every November somebody stops at the gate and asks whether we have forgotten the leeks. We have not.
They are standing there because it is cold.</p>
<p>When the ground freezes, a leek protects itself by turning starch into sugar. Two or three frosts
in, it is a different vegetable: softer, sweeter, and done in half the time.</p>
<h2>How to cook them</h2>
<p>Slit them, rinse them, leave them whole. Butter, a lid, a low heat, half an hour. Salt at the end.
That is all there is to it, and it is the best thing we grow.</p>`,
  },
  {
    slug: 'ash-glaze',
    title: 'From the oven to the mug: a glaze made of ash',
    author: 'nell-okafor',
    daysAgo: 9,
    image: 'pots',
    imageAlt: 'Glazed bowls and a jug on a shelf',
    excerpt: 'Each spring we carry four sacks of ash up the lane. By autumn it is on your table.',
    html: `<p>Wood ash melts at about the heat of our kiln. Mixed with clay and a little feldspar it becomes glass:
green where it is thin, nearly black where it pools.</p>
<p>We wash it for a week, because lye is no friend to hands or kilns, and sieve it three times. Then it
is weighed, stirred and argued over.</p>
<p>No two firings agree. If you want a set that matches exactly, we are the wrong studio. If you want
four mugs that are plainly sisters, come on Thursday.</p>`,
  },
  {
    slug: 'how-ordering-works',
    title: 'How the weekly order works',
    author: 'ada-marsh',
    daysAgo: 16,
    image: 'market-square',
    imageAlt: 'A market square with striped stalls',
    excerpt:
      'Choose by Wednesday night, collect from Thursday. What happens in between, hour by hour.',
    html: `<p>You fill a basket here whenever you like. When you pay, what you chose is yours: nobody else can buy
the same loaf, and nobody bakes one that is not wanted.</p>
<h2>Wednesday, ten at night</h2>
<p>The list goes to the growers and into the bakery. From now on things are being dug, mixed and packed.</p>
<h2>Thursday to Saturday</h2>
<p>Come to the tannery while the door is open. Tell us your name; we have a crate with it on.</p>`,
  },
  {
    slug: 'new-at-the-long-table',
    title: 'Notes from the long table',
    author: 'ada-marsh',
    daysAgo: 23,
    image: 'supper',
    imageAlt: 'A long table laid for many people',
    excerpt: 'What members decided in October, in ten lines and without the minutes.',
    html: `<p>Forty-one of you came, which is more than the room holds. We agreed on the following.</p>
<ul><li>The Thursday opening stays until six.</li>
<li>Seconds from the kiln are sold at half price, and marked.</li>
<li>The surplus of the year goes into a second proving room, by 38 votes to 2 with one asleep.</li></ul>
<p>The next meeting is after the winter supper. There will be pudding.</p>`,
  },
]

export const authors = [
  { slug: 'ada-marsh', name: 'Ada Marsh', bio: 'Keeps the books and the keys.' },
  { slug: 'joss-whitlock', name: 'Joss Whitlock', bio: 'Bakes, mostly before dawn.' },
  { slug: 'amit-rao', name: 'Amit Rao', bio: 'Grows at Windle Field.' },
  { slug: 'nell-okafor', name: 'Nell Okafor', bio: 'Throws and glazes at Kiln Lane.' },
]
