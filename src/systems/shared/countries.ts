import { fold } from '../../domain/text.ts';

/** ISO 3166-1 alpha-2 codes of countries and territories (the officially assigned ones). */
const codes =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'.split(
    ' ',
  );

/** Names in use besides those of the CLDR, folded. */
const otherNames: Readonly<Record<string, string>> = {
  USA: 'US',
  'U.S.A.': 'US',
  'UNITED STATES OF AMERICA': 'US',
  UK: 'GB',
  'GREAT BRITAIN': 'GB',
  ENGLAND: 'GB',
  SCOTLAND: 'GB',
  WALES: 'GB',
  'NORTHERN IRELAND': 'GB',
  'CZECH REPUBLIC': 'CZ',
  TURKEY: 'TR',
  'KOREA, REPUBLIC OF': 'KR',
  'REPUBLIC OF KOREA': 'KR',
  'RUSSIAN FEDERATION': 'RU',
  'VIET NAM': 'VN',
  HOLLAND: 'NL',
  'THE NETHERLANDS': 'NL',
  'HONG KONG': 'HK',
  MACAU: 'MO',
  MACAO: 'MO',
  MACEDONIA: 'MK',
  SWAZILAND: 'SZ',
  BURMA: 'MM',
  MYANMAR: 'MM',
  'COTE D IVOIRE': 'CI',
  'IVORY COAST': 'CI',
  'CAPE VERDE': 'CV',
  'EAST TIMOR': 'TL',
  'PALESTINE, STATE OF': 'PS',
};

const english = new Intl.DisplayNames(['en'], { type: 'region' });
const alpha3 = new Map<string, string>();
const byName = new Map<string, string>(Object.entries(otherNames));
for (const code of codes) byName.set(plain(english.of(code) ?? code), code);

/** The ISO 3166 alpha-2 code of a country told by code or by English name; nothing when it is no known country. */
export function countryCode(text: string): string | undefined {
  const name = fold(text);
  if (codes.includes(name)) return name;
  return byName.get(plain(text)) ?? byName.get(name) ?? alpha3.get(name);
}

/** The English name of an alpha-2 code, written out (`Bosnia and Herzegovina`, `Hong Kong`); other text as it is. */
export function countryName(code: string): string {
  const known = codes.includes(fold(code)) ? english.of(fold(code)) : undefined;
  if (known === undefined) return code;
  return known
    .replace(/ SAR China$/u, '')
    .replace(/ & /gu, ' and ')
    .replace(/’/gu, "'")
    .replace(/ \(Burma\)$/u, '');
}

/** Folded, and without what spellings disagree about: accents, `&`, apostrophes, articles. */
function plain(text: string): string {
  return fold(text.normalize('NFD').replace(/\p{M}/gu, ''))
    .replace(/ SAR CHINA$/u, '')
    .replace(/&/gu, 'AND')
    .replace(/['’.]/gu, '')
    .replace(/^THE /u, '');
}
