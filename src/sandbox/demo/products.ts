/** 150 products: ranges of a supplier's goods in several sizes, and a few services. */
export interface DemoProduct {
  readonly sku: string;
  readonly name: string;
  readonly category: 'Dry goods' | 'Chilled' | 'Drinks' | 'Services';
  readonly unit: 'Each' | 'Case' | 'Kg' | 'Bottle' | 'Hour';
  /** Purchase price in the supplier's currency, up to four decimals. */
  readonly price: string;
  readonly barcode: string;
  /** Business Central has an item for it. */
  readonly item: boolean;
}

type Range = readonly [
  prefix: string,
  name: string,
  category: DemoProduct['category'],
  unit: DemoProduct['unit'],
  price: number,
];

const ranges: readonly Range[] = [
  ['TEA', 'Breakfast Tea', 'Dry goods', 'Case', 31.2],
  ['EGR', 'Earl Grey', 'Dry goods', 'Case', 33.6],
  ['JAM', 'Strawberry Preserve', 'Dry goods', 'Case', 18.75],
  ['MAR', 'Seville Marmalade', 'Dry goods', 'Case', 19.1],
  ['BUT', 'Salted Butter', 'Chilled', 'Kg', 6.845],
  ['OIL', 'Extra Virgin Olive Oil', 'Dry goods', 'Bottle', 7.95],
  ['SAL', 'Smoked Salmon', 'Chilled', 'Kg', 21.3],
  ['PAS', 'Bronze-cut Pasta', 'Dry goods', 'Case', 14.4],
  ['PAR', 'Parmigiano 24 months', 'Chilled', 'Kg', 13.875],
  ['SHB', 'Shortbread Tin', 'Dry goods', 'Each', 3.25],
  ['SLT', 'Sea Salt Flakes', 'Dry goods', 'Each', 1.895],
  ['GIN', 'Dry Gin', 'Drinks', 'Bottle', 17.4],
  ['CID', 'Vintage Cider', 'Drinks', 'Bottle', 2.15],
  ['CHE', 'Cave Cheddar', 'Chilled', 'Kg', 9.65],
  ['COF', 'House Espresso', 'Dry goods', 'Kg', 11.2375],
  ['CHO', 'Dark Chocolate Bar', 'Dry goods', 'Each', 1.42],
  ['HON', 'Thyme Honey', 'Dry goods', 'Each', 4.6],
  ['CHA', 'Air-dried Ham', 'Chilled', 'Kg', 24.9],
  ['TRU', 'Truffle Paste', 'Dry goods', 'Each', 5.99],
  ['MAP', 'Maple Syrup', 'Dry goods', 'Bottle', 6.3],
  ['OAT', 'Oatcakes', 'Dry goods', 'Each', 1.05],
  ['FUD', 'Clotted Cream Fudge', 'Dry goods', 'Each', 2.2],
  ['CHU', 'Apple Chutney', 'Dry goods', 'Each', 2.05],
  ['MUS', 'Wholegrain Mustard', 'Dry goods', 'Each', 1.6],
  ['SAR', 'Sardines in Oil', 'Dry goods', 'Each', 2.75],
  ['VIN', 'Cider Vinegar', 'Dry goods', 'Bottle', 2.3],
  ['FLO', 'Stoneground Flour', 'Dry goods', 'Kg', 0.9125],
  ['SPI', 'Smoked Paprika', 'Dry goods', 'Each', 1.75],
  ['BOX', 'Hamper Box', 'Dry goods', 'Each', 2.4],
];

const sizes = ['Small', 'Medium', 'Large', 'Catering', 'Gift'] as const;

const goods: readonly DemoProduct[] = ranges.flatMap(([prefix, name, category, unit, price], range) =>
  sizes.map(
    (size, i): DemoProduct => ({
      sku: `${prefix}-0${i + 1}`,
      name: `${name}, ${size}`,
      category,
      unit,
      price: (price * (1 + i * 0.45)).toFixed(4),
      barcode: `50${String(41_000_000_000 + range * 1000 + i).padStart(11, '0')}`,
      item: (range * 5 + i) % 7 !== 6,
    }),
  ),
);

const services: readonly DemoProduct[] = [
  ['SVC-CONS', 'Food safety consultancy', '85.0000'],
  ['SVC-DESIGN', 'Label design', '55.0000'],
  ['SVC-TEST', 'Laboratory test', '120.0000'],
  ['SVC-TRAIN', 'Staff training', '95.0000'],
  ['SVC-REPAIR', 'Refrigeration call-out', '110.0000'],
].map(([sku = '', name = '', price = '0']) => ({
  sku,
  name,
  category: 'Services',
  unit: 'Hour',
  price,
  barcode: '',
  item: sku !== 'SVC-TEST',
}));

export const demoProducts: readonly DemoProduct[] = [...goods, ...services];

/** Items that only Business Central knows. */
export const demoExtraItems: readonly (readonly [number: string, name: string])[] = [
  ['HAM-XMAS', 'Christmas Hamper'],
  ['HAM-EAST', 'Easter Hamper'],
  ['GIFT-CARD', 'Gift Card'],
];
