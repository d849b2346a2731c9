/** What differs between sites, or is not certain. Fields of the stand-in itself, so that a test can set them there. */
export interface Switches {
  /** `GET /entity` answers a bare array, as builds before 2025 did. Default false. */
  bareEndpointList: boolean;
  /** The site's offset from UTC as stamps and dates carry it. Default `+00:00`. */
  utcOffset: string;
  /** Whether sign-in takes any tenant name, as sites with a single tenant do. Default false. */
  singleTenant: boolean;
  /** API users (sessions) at once. Default 2, the trial licence. */
  apiUsers: number;
  /** Wrong passwords until the user is locked. Default 5. */
  lockoutAfter: number;
  /** Minutes after which an unused cookie session ends. Default 10. */
  idleMinutes: number;
  /** Whether signing out makes the access token itself invalid, too. Default false: the next call opens a session. */
  signOutEndsToken: boolean;
  /** Requests per minute; 0 (default): no limit. From half of it on each request is delayed. */
  requestsPerMinute: number;
  /** Requests of others that wait in the queue: above 20 every request is declined. Default 0. */
  waiting: number;
  /** Polls that answer 202 before an action is done; 0: it is done at once. Default 2. */
  polls: number;
  /** Seconds after which an action is done though nobody polls. Default 30. */
  actionSeconds: number;
  /** Whether other requests of a session fail while it carries out an action. Default true. */
  busyWhileActing: boolean;
  /** Texts with which the next actions fail, one after the other. Default none. */
  failingActions: readonly string[];
  /** Whether a business rule answers 422 with the entity, or 500 with a message. Default 422. */
  ruleStatus: 422 | 500;
  /** Saves that collide with another user's, from now on. Default 0. */
  collisions: number;
  /** Entities that the user has no rights to: 403. */
  forbidden: readonly string[];
  /** Entities whose set-up is missing: 500. */
  notSetUp: readonly string[];
  /** `Vendor/Contacts`: what a list read cannot optimise. */
  notOptimised: readonly string[];
  /** Whether filters compare texts without case, as the database usually does. Default true. */
  filtersIgnoreCase: boolean;
  /** How lists come: by key (default), or in the order in which records were made. */
  order: 'key' | 'made';
  /** User fields that this site's forms have: `Bill/CurrentDocument.UsrCin7`. */
  customFields: readonly string[];
  /** Feature Subaccounts; without it the entity is 403 and the field is passed over. Default true. */
  subaccounts: boolean;
  /** Numbers of vendors: assigned by the site (default; a number that is sent is passed over), or given. */
  vendorNumbers: 'auto' | 'manual';
  /** Width of the segmented key VENDOR. Default 10. */
  vendorWidth: number;
  /** What happens to a text that is too long: it is cut in silence (default), or refused. */
  tooLong: 'cut' | 'refused';
  /** Hold Documents on Entry (AP101000) and Hold Orders on Entry. Default true. */
  holdBills: boolean;
  holdOrders: boolean;
  /** Whether a person must approve what leaves hold. Default false. */
  approveBills: boolean;
  approveOrders: boolean;
  /** Validate Document Totals on Entry. Default false: the header's amount is passed over. */
  validateTotals: boolean;
  validateOrderTotals: boolean;
  /** Require Vendor Reference. Default true. */
  requireVendorRef: boolean;
  /** Raise an Error on Duplicate Vendor Reference Number. Default false. */
  refuseDuplicates: boolean;
  /** Whether new vendors' orders wait to be printed or mailed, unless the vendor says otherwise. Default true. */
  printOrders: boolean;
  emailOrders: boolean;
  /** Whether orders may be changed while they are not on hold. Default false: it is passed over in silence. */
  editOpenOrders: boolean;
  /** Whether a change of a released bill is refused, instead of passed over in silence. Default false. */
  refuseReleased: boolean;
  /** Decimals of quantities and unit costs; more are rounded away. Default 4. */
  quantityPlaces: number;
  costPlaces: number;
  /** Adds a cent to the tax of new bills. Default false. */
  taxQuirk: boolean;
}

export const defaultSwitches = (): Switches => ({
  bareEndpointList: false,
  utcOffset: '+00:00',
  singleTenant: false,
  apiUsers: 2,
  lockoutAfter: 5,
  idleMinutes: 10,
  signOutEndsToken: false,
  requestsPerMinute: 0,
  waiting: 0,
  polls: 2,
  actionSeconds: 30,
  busyWhileActing: true,
  failingActions: [],
  ruleStatus: 422,
  collisions: 0,
  forbidden: [],
  notSetUp: [],
  notOptimised: [
    'Vendor/Contacts',
    'Vendor/Attributes',
    'Vendor/PaymentInstructions',
    'StockItem/Attributes',
    'NonStockItem/Attributes',
    'Bill/Applications',
    'PurchaseOrder/ShippingInstructions',
  ],
  filtersIgnoreCase: true,
  order: 'key',
  customFields: [],
  subaccounts: true,
  vendorNumbers: 'auto',
  vendorWidth: 10,
  tooLong: 'cut',
  holdBills: true,
  holdOrders: true,
  approveBills: false,
  approveOrders: false,
  validateTotals: false,
  validateOrderTotals: false,
  requireVendorRef: true,
  refuseDuplicates: false,
  printOrders: true,
  emailOrders: true,
  editOpenOrders: false,
  refuseReleased: false,
  quantityPlaces: 4,
  costPlaces: 4,
  taxQuirk: false,
});
