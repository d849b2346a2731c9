import { decimal } from '../../domain/decimal.ts';
import type { PlainDate } from '../../domain/time.ts';
import { type ListName, listModels } from './model-lists.ts';
import { setPeriod } from './people-periods.ts';
import type { ListRow, PeriodRow, Values } from './rows.ts';
import { restamped, type Site, stamped, type World } from './state.ts';

/** What people do to the lists that documents refer to. */
export interface ListPeople {
  /** `key` is the code; values in the contract's names. Account, Subaccount, Warehouse, TaxZone ... */
  addTo(list: ListName, key: string, values?: Values, details?: ListRow['details']): ListRow;
  editIn(list: ListName, key: string, values: Values, details?: ListRow['details']): ListRow;
  removeFrom(list: ListName, key: string): void;
  addStockItem(inventoryId: string, values?: Values): ListRow;
  addNonStockItem(inventoryId: string, values?: Values): ListRow;
  addUnit(unit: string, description?: string): void;
  addBranch(code: string, active?: boolean): void;
  addTerms(code: string, days: number, active?: boolean): void;
  /** The percentage of a tax from now on. */
  setTaxRate(tax: string, percent: number): void;
  addExchangeRate(currency: string, from: string, rate: string): void;
  removeExchangeRates(currency: string): void;
  /** `09-2026`, or a date in it. Default: closed. */
  setPeriod(period: string, changes?: Partial<Pick<PeriodRow, 'status' | 'closedInAP'>>): PeriodRow;
  /** Closes every period that ends on that day or earlier. */
  closePeriod(until: string): void;
}

export function listPeople(world: World, site: Site): ListPeople {
  const addTo: ListPeople['addTo'] = (list, key, values = {}, details = {}) =>
    site.lists[list].put({
      ...stamped(world, 'person'),
      key,
      values: { [listModels[list].keys[0] ?? 'ID']: key, Active: true, ...values },
      details,
    });
  const editIn: ListPeople['editIn'] = (list, key, values, details = {}) => {
    const row = site.lists[list].get(key) ?? fail(`${list} ${key}`);
    return site.lists[list].put(
      restamped(world, {
        ...row,
        values: { ...row.values, ...values },
        details: { ...row.details, ...details },
      }),
    );
  };

  return {
    addTo,
    editIn,
    removeFrom: (list, key) => site.lists[list].remove(key),
    addStockItem: (code, values = {}) =>
      addTo('StockItem', code, { ...blankItem, ...blankStock, Description: code, ...values }),
    addNonStockItem: (code, values = {}) =>
      addTo('NonStockItem', code, { ...blankItem, ...blankNonStock, Description: code, ...values }),
    addUnit: (code, description = code) =>
      void site.units.put({
        ...stamped(world, 'person'),
        key: code,
        values: { UnitID: code, Description: description, FromUOM: code, ToUOM: code, ConversionFactor: 1 },
        details: {},
      }),
    addBranch: (code, active = true) => void site.branches.put({ code, name: code, active }),
    addTerms: (code, days, active = true) =>
      void site.terms.put({ code, name: code, days, endOfNextMonth: false, active }),
    setTaxRate: (tax, percent) =>
      void editIn(
        'Tax',
        tax,
        {},
        {
          TaxSchedule: [{ TaxID: tax, RevisionID: 1, TaxRate: percent, StartDate: '2015-01-01' }],
        },
      ),
    addExchangeRate: (currency, from, rate) =>
      void site.rates.put({ currency, from: from as PlainDate, rate: decimal(rate) }),
    removeExchangeRates(currency) {
      for (const row of site.rates.all())
        if (row.currency === currency) site.rates.remove(`${row.currency} ${row.from}`);
    },
    setPeriod: (period, changes = { status: 'Closed' }) => setPeriod(world, site, period, changes),
    closePeriod(until) {
      for (const row of site.periods.all())
        if (row.to <= until) setPeriod(world, site, row.id, { status: 'Closed' });
    },
  };
}

function fail(what: string): never {
  throw new Error(`Acumatica has no ${what}`);
}

const blankItem: Values = {
  ItemStatus: 'Active',
  ItemClass: 'ALLOTHER',
  TaxCategory: 'STANDARD',
  PostingClass: 'AOL',
  DefaultPrice: 0,
  LastCost: 0,
};

const blankStock: Values = {
  ItemType: 'Finished Good',
  BaseUOM: 'EACH',
  PurchaseUOM: 'EACH',
  SalesUOM: 'EACH',
  DefaultWarehouseID: 'MAIN',
  InventoryAccount: '10700',
  InventorySubaccount: '000-000',
  ValuationMethod: 'FIFO',
};

const blankNonStock: Values = {
  ItemType: 'Service',
  BaseUnit: 'EACH',
  PurchaseUnit: 'EACH',
  SalesUnit: 'EACH',
  ExpenseAccount: '60400',
  ExpenseSubaccount: '000-000',
};
