import { Failure } from '../../domain/failure.ts';
import { fold } from '../../domain/text.ts';
import { title } from './capabilities.ts';

export interface Company {
  readonly id: number;
  readonly name: string;
}

/** @throws Failure that names the companies there are. */
export function chooseCompany(companies: readonly Company[], wanted: string): Company {
  const fits = companies.filter(({ name }) => fold(name) === fold(wanted));
  const [only, ...others] = fits;
  if (only && others.length === 0) return only;
  const list = companies.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none';
  throw new Failure({
    kind: 'refused',
    system: title,
    code: 'company',
    message: `${title}: ${only ? `${fits.length} companies are called` : 'there is no company'} "${wanted}"; set erp.company to the display name, or erp.companyId to the id, of one of: ${list}.`,
  });
}
