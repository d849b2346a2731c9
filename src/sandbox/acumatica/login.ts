import type { Answer, SandboxRequest } from '../exchange.ts';
import { isObject, parseJson } from '../json-body.ts';
import { exceptionAnswer, refusals, refuse } from './errors.ts';
import { bearerOf, type Sessions } from './sessions.ts';
import type { World } from './state.ts';
import type { Users } from './users.ts';

/** Cookie sessions: sheet, section 3. Wrong credentials are 500, not 401. */

export function answerLogin(world: World, sessions: Sessions, users: Users, request: SandboxRequest): Answer {
  const body = parseJson(request.text);
  if (!isObject(body)) return refusals.badBody('credentials', 'The request body should not be empty.');
  const { name, password, tenant, company, branch, locale } = body;
  const site = siteOf(world, textOf(tenant ?? company));
  switch (users.check(textOf(name), textOf(password))) {
    case 'wrong':
      return refuse(exceptionAnswer('Error: Invalid credentials. Please try again.'));
    case 'locked':
      return refuse(
        exceptionAnswer('Error: Your account is temporarily locked. Contact your administrator.'),
      );
    case 'ok':
      break;
  }
  const wanted = textOf(branch).trim();
  if (wanted !== '' && site.branches.get(wanted)?.active !== true)
    return refuse(exceptionAnswer(`Error: The branch '${wanted}' cannot be found in the system.`));
  const home = wanted === '' ? users.branch : wanted.toUpperCase();
  const seconds = world.switches.idleMinutes * 60;
  const session = sessions.newSession('cookie', textOf(name), site.tenant, home, seconds);
  sessions.enter(session);
  const values = {
    '.ASPXAUTH': sessions.secret('auth'),
    'ASP.NET_SessionId': sessions.secret('session').slice(0, 24),
    UserBranch: home,
    Locale: `TimeZone=GMTE0000U&Culture=${textOf(locale) || 'en-GB'}`,
    CompanyID: site.tenant.replaceAll(' ', '%20'),
  };
  sessions.cookies.set(values['ASP.NET_SessionId'], { session, values });
  const lines = Object.entries(values).map(
    ([cookie, value]) => `${cookie}=${value}; path=/; ${cookie.startsWith('.') ? 'secure; ' : ''}HttpOnly`,
  );
  return { status: 204, headers: { 'set-cookie': lines } };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** No tenant is the default one; a site with a single tenant takes any name. */
function siteOf({ sites, switches }: World, tenant: string) {
  const [first] = sites.all();
  const site = tenant === '' || switches.singleTenant ? first : sites.get(tenant);
  return (
    site ??
    refuse(
      exceptionAnswer(
        `An unknown company '${tenant}' has been specified.`,
        'PX.Data.PXUndefinedCompanyException',
      ),
    )
  );
}

/** Frees the seat at once, past the queue. */
export function answerLogout({ switches }: World, sessions: Sessions, request: SandboxRequest): Answer {
  const session = sessions.known(request);
  if (session === undefined) return refusals.notSignedIn();
  session.open = false;
  if (switches.signOutEndsToken) sessions.access.delete(bearerOf(request));
  return { status: 204 };
}
