import { Failure } from '../../domain/failure.ts';
import { title } from './capabilities.ts';

interface Company {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
}

/**
 * The company that the config means: by id, else by `name` (the key), else by `displayName` (free text that may repeat).
 * Never a guess, and never "the first".
 * @throws Failure that names the companies there are, when none or several fit.
 */
export function chooseCompany<C extends Company>(companies: readonly C[], wanted: string): C {
  for (const field of ['id', 'name', 'displayName'] as const) {
    const fits = companies.filter((company) => same(company[field], wanted, field));
    const [only, ...others] = fits;
    if (only && others.length === 0) return only;
    if (only)
      throw unclear(
        `${fits.length} companies are called "${wanted}"`,
        fits,
        'set erp.company to the id of one of them',
      );
  }
  throw unclear(
    `there is no company "${wanted}" that we may see`,
    companies,
    'set erp.company to one of them',
  );
}

const same = (value: string, wanted: string, field: 'id' | 'name' | 'displayName'): boolean =>
  field === 'id' ? value === wanted.trim().toLowerCase() : value === wanted.trim();

function unclear(what: string, companies: readonly Company[], fix: string): Failure {
  const names = companies.map(
    ({ id, name, displayName }) =>
      `${name}${displayName && displayName !== name ? ` (${displayName})` : ''} ${id}`,
  );
  const list = names.length === 0 ? 'none' : names.slice(0, 20).join('; ');
  return new Failure({
    kind: 'refused',
    system: title,
    code: 'company',
    message: `${title}: ${what}. There are: ${list}. In the config, ${fix}.`,
  });
}
