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

/** Their alpha-3 codes, in the same order. */
const longCodes =
  'AND ARE AFG ATG AIA ALB ARM AGO ATA ARG ASM AUT AUS ABW ALA AZE BIH BRB BGD BEL BFA BGR BHR BDI BEN BLM BMU BRN BOL BES BRA BHS BTN BVT BWA BLR BLZ CAN CCK COD CAF COG CHE CIV COK CHL CMR CHN COL CRI CUB CPV CUW CXR CYP CZE DEU DJI DNK DMA DOM DZA ECU EST EGY ESH ERI ESP ETH FIN FJI FLK FSM FRO FRA GAB GBR GRD GEO GUF GGY GHA GIB GRL GMB GIN GLP GNQ GRC SGS GTM GUM GNB GUY HKG HMD HND HRV HTI HUN IDN IRL ISR IMN IND IOT IRQ IRN ISL ITA JEY JAM JOR JPN KEN KGZ KHM KIR COM KNA PRK KOR KWT CYM KAZ LAO LBN LCA LIE LKA LBR LSO LTU LUX LVA LBY MAR MCO MDA MNE MAF MDG MHL MKD MLI MMR MNG MAC MNP MTQ MRT MSR MLT MUS MDV MWI MEX MYS MOZ NAM NCL NER NFK NGA NIC NLD NOR NPL NRU NIU NZL OMN PAN PER PYF PNG PHL PAK POL SPM PCN PRI PSE PRT PLW PRY QAT REU ROU SRB RUS RWA SAU SLB SYC SDN SWE SGP SHN SVN SJM SVK SLE SMR SEN SOM SUR SSD STP SLV SXM SYR SWZ TCA TCD ATF TGO THA TJK TKL TLS TKM TUN TON TUR TTO TUV TWN TZA UKR UGA UMI USA URY UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM MYT ZAF ZMB ZWE'.split(
    ' ',
  );

const english = new Intl.DisplayNames(['en'], { type: 'region' });
const alpha3 = new Map(longCodes.map((long, index) => [long, codes[index] ?? '']));
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

/** The ISO 3166-1 alpha-3 code of an alpha-2 code; nothing when it is none. */
export const longCountryCode = (code: string): string | undefined => longCodes[codes.indexOf(fold(code))];
