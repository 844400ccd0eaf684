/** The cooperative's pages: each a producer with a place, a face, a market and a calendar. */
export const pages = [
  {
    slug: 'hearth-and-rye',
    title: 'Hearth & Rye',
    excerpt: 'The bakery in the old tannery. Long-proved bread from grain grown within ten miles.',
    image: 'bakery',
    imageAlt: 'The front of the bakery, with loaves in the window',
    profile: {
      personName: 'Joss Whitlock',
      personRole: 'Baker',
      personImage: 'portrait-baker',
      placeName: 'Hearth & Rye',
      placeAddress: 'The Old Tannery, 3 Mill Lane, Wendle WN4 2QA',
    },
    html: `<p>We light the oven at three in the morning and take the last loaves out at nine. In between
we bake about four hundred loaves, most of them spoken for by members who told us on Tuesday what
they would like.</p>
<p>Our flour comes from two farms at Windle and is milled the week we bake it. The starter is older
than the cooperative: it came with Joss in a jam jar, from the bakery where she learned.</p>
<h2>Come and bake</h2>
<p>On the last Saturday of the month we clear the long table and teach eight people to shape, score
and bake their own sourdough. You take home a loaf, a jar of starter and flour on your shoes.</p>
<p>Bread that is left at closing time goes to the food bank on Tanner Street.</p>`,
  },
  {
    slug: 'windle-field',
    title: 'Windle Field',
    excerpt: 'Four acres of vegetables and an orchard, grown without sprays and picked to order.',
    image: 'farm',
    imageAlt: 'Rows of vegetables below a green hill',
    profile: {
      personName: 'Amit Rao',
      personRole: 'Grower',
      personImage: 'portrait-farmer',
      placeName: 'Windle Field',
      placeAddress: 'Windle Hill Farm, Windle WN4 7TD',
    },
    html: `<p>Windle Field is four acres on the south side of the hill. We grow what does well here: leeks,
roots, brassicas, apples, and in a kind summer more courgettes than anybody needs.</p>
<p>Nothing is picked before somebody has asked for it. Order by Wednesday night, and your leeks are
in the ground until Thursday morning.</p>
<h2>The orchard</h2>
<p>Forty old trees, eleven kinds of apple. In December we prune; in January we sing to them, as people
here have always done, and pass round something warm.</p>`,
  },
  {
    slug: 'kiln-lane',
    title: 'Kiln Lane',
    excerpt:
      'A shared pottery studio. Six makers, two kilns, and a wheel you can hire by the evening.',
    image: 'kiln',
    imageAlt: 'A brick kiln with its door open',
    profile: {
      personName: 'Nell Okafor',
      personRole: 'Potter',
      personImage: 'portrait-potter',
      placeName: 'Kiln Lane Studio',
      placeAddress: '8 Kiln Lane, Wendle WN4 1BX',
    },
    html: `<p>Six of us share the studio, two kilns and a great deal of tea. We make pots for daily use: bowls
that stack, mugs that fit the hand, jugs that pour.</p>
<p>Every piece is thrown and glazed here, with ash from the bakery's oven in the darker glazes. That
is where the cooperative's name comes from, if you were wondering.</p>`,
  },
]
