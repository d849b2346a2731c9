import type { Instant } from '../domain/time.ts';
import type { BusinessCentralStandin } from './business-central/index.ts';
import type { Cin7Standin } from './cin7/index.ts';
import { fillBusinessCentral } from './demo/business-central.ts';
import { fillCin7 } from './demo/cin7.ts';
import { demoCalendar } from './demo/purchases.ts';

/** A specialty foods distributor, as of `now`: always the same for the same moment. */
export function fillDemo(cin7: Cin7Standin, businessCentral: BusinessCentralStandin, now: Instant): void {
  const calendar = demoCalendar(now);
  fillCin7(cin7, calendar);
  fillBusinessCentral(businessCentral, calendar);
}
