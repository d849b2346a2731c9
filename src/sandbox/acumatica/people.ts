import { compareDecimals, decimal, plus, zero } from '../../domain/decimal.ts';
import type { JsonObject } from '../exchange.ts';
import type { Table } from '../tables.ts';
import { removeBill, saveBill } from './bills.ts';
import { createComplaints } from './complaints.ts';
import type { TopModel } from './contract.ts';
import { type Input, readInput, wrapped } from './input.ts';
import { billModel, orderModel } from './model-documents.ts';
import { vendorModel } from './model-vendor.ts';
import type { Operations } from './operations.ts';
import { removeOrder, saveOrder, statusOf } from './orders.ts';
import { type ListPeople, listPeople } from './people-lists.ts';
import { releaseBill, statusOfLines } from './release.ts';
import type { BillRow, OrderRow, Stamped, VendorRow } from './rows.ts';
import type { Scope } from './scope.ts';
import type { Session, Sessions } from './sessions.ts';
import { restamped, type Site, sameCode, vendorOf, type World } from './state.ts';
import type { Users } from './users.ts';
import { dateAt } from './values.ts';
import { saveVendor } from './vendors.ts';

/**
 * What people at Acumatica do. Fields are plain, in the contract's names (`{ VendorName: 'Tea Co', MainContact: {...} }`);
 * documents are named by id, number, or type and number (`Debit Adj. 000001`: types number apart). Every change moves LastModifiedDateTime.
 */
export interface AcumaticaPeople extends ListPeople {
  /** A given VendorID is taken, whatever the numbering; without one it is numbered. */
  addVendor(fields: JsonObject): VendorRow;
  editVendor(vendorId: string, fields: JsonObject): VendorRow;
  deleteVendor(vendorId: string): void;
  addBill(fields: JsonObject): BillRow;
  editBill(bill: string, fields: JsonObject): BillRow;
  deleteBill(bill: string): void;
  approveBill(bill: string): BillRow;
  rejectBill(bill: string): BillRow;
  releaseBill(bill: string): BillRow;
  payBill(bill: string): BillRow;
  voidBill(bill: string): BillRow;
  addOrder(fields: JsonObject): OrderRow;
  editOrder(order: string, fields: JsonObject): OrderRow;
  deleteOrder(order: string): void;
  approveOrder(order: string): OrderRow;
  rejectOrder(order: string): OrderRow;
  /** Printed and mailed: it is open. */
  printOrder(order: string): OrderRow;
  cancelOrder(order: string): OrderRow;
  /** Goods came in; without a quantity all that is open. */
  receiveOrder(order: string, line: number, quantity?: string): OrderRow;
  /** Seats that other programs take until `freeSeats`. */
  takeSeats(count: number): void;
  freeSeats(): void;
  setPassword(password: string): void;
  unlockUser(): void;
  /** What is under way is done now. */
  finishActions(): void;
}

export interface Office {
  readonly world: World;
  readonly site: Site;
  readonly sessions: Sessions;
  readonly users: Users;
  readonly operations: Operations;
  readonly username: string;
}

export function acumaticaPeople(office: Office): AcumaticaPeople {
  const { world, site, sessions, users, operations, username } = office;
  const others: Session[] = [];

  function saved<Row extends Stamped>(
    model: TopModel,
    fields: JsonObject,
    save: (scope: Scope, input: Input) => Row,
    table: Table<Row>,
  ): Row {
    const scope = scopeOf(office);
    const reading = { version: '25.200.001', utcOffset: world.switches.utcOffset, ignore: unknownField };
    const row = save(scope, readInput(model, wrapped(model, fields), reading));
    const complaints = scope.complaints.found.map(({ path, text }) => `${path}: ${text}`);
    if (complaints.length > 0) throw new Error(`Acumatica refuses: ${complaints.join('; ')}`);
    return table.get(row.id) ?? row;
  }
  const vendorNamed = (code: string) => vendorOf(site, code) ?? fail(`vendor ${code}`);
  const billNamed = (name: string) => documentNamed(site.bills, name) ?? fail(`bill ${name}`);
  const orderNamed = (name: string) => documentNamed(site.orders, name) ?? fail(`order ${name}`);
  const changeBill = (name: string, fields: Partial<BillRow>) =>
    site.bills.put(restamped(world, { ...billNamed(name), ...fields }));
  const changeOrder = (name: string, fields: Partial<OrderRow>) => {
    const row = { ...orderNamed(name), ...fields };
    return site.orders.put(
      restamped(world, { ...row, status: fields.status ?? statusOf(scopeOf(office), row) }),
    );
  };
  return {
    addVendor: (fields) =>
      saved(vendorModel, fields, (scope, input) => saveVendor(scope, undefined, input), site.vendors),
    editVendor: (code, fields) =>
      saved(vendorModel, fields, (scope, input) => saveVendor(scope, vendorNamed(code), input), site.vendors),
    deleteVendor: (code) => site.vendors.remove(vendorNamed(code).id),
    ...listPeople(world, site),
    addBill: (fields) =>
      saved(billModel, fields, (scope, input) => saveBill(scope, undefined, input), site.bills),
    editBill: (name, fields) =>
      saved(billModel, fields, (scope, input) => saveBill(scope, billNamed(name), input), site.bills),
    deleteBill: (name) => removeBill(scopeOf(office), billNamed(name).id),
    approveBill: (name) => changeBill(name, { approved: true, status: 'Balanced' }),
    rejectBill: (name) => changeBill(name, { approved: false, status: 'Rejected' }),
    releaseBill(name) {
      releaseBill(scopeOf(office), billNamed(name).id);
      return billNamed(name);
    },
    payBill: (name) => changeBill(name, { balance: zero, status: 'Closed' }),
    voidBill: (name) => changeBill(name, { balance: zero, status: 'Voided', released: true }),
    addOrder: (fields) =>
      saved(orderModel, fields, (scope, input) => saveOrder(scope, undefined, input), site.orders),
    editOrder: (name, fields) =>
      saved(orderModel, fields, (scope, input) => saveOrder(scope, orderNamed(name), input), site.orders),
    deleteOrder: (name) => removeOrder(scopeOf(office), orderNamed(name).id),
    approveOrder: (name) => changeOrder(name, { approved: true }),
    rejectOrder: (name) => changeOrder(name, { approved: false, status: 'Rejected' }),
    printOrder: (name) => changeOrder(name, { printed: true, emailed: true }),
    cancelOrder: (name) =>
      changeOrder(name, {
        status: 'Canceled',
        lines: orderNamed(name).lines.map((line) => ({ ...line, cancelled: true })),
      }),
    receiveOrder(name, lineNbr, quantity) {
      const order = orderNamed(name);
      const lines = order.lines.map((line) => {
        if (line.lineNbr !== lineNbr) return line;
        const received = quantity === undefined ? line.qty : plus(line.received, decimal(quantity));
        return { ...line, received, completed: compareDecimals(received, line.qty) >= 0 };
      });
      return changeOrder(name, { lines, status: statusOfLines(order, lines) });
    },
    takeSeats(count) {
      for (let i = 0; i < count; i++) {
        const session = sessions.newSession('other', 'somebody', site.tenant, 'MAIN', 365 * 86_400);
        session.open = true;
        others.push(session);
      }
    },
    freeSeats() {
      for (const session of others) session.open = false;
    },
    setPassword: (password) => users.setPassword(username, password),
    unlockUser: () => users.unlock(username),
    finishActions: () => operations.finish(),
  };
}

function scopeOf({ world, site, users }: Office): Scope {
  return {
    world,
    site,
    version: '25.200.001',
    by: 'person',
    businessDate: dateAt(world.now(), world.switches.utcOffset),
    branch: users.branch,
    complaints: createComplaints(),
  };
}

const documentNamed = <Row extends BillRow | OrderRow>(table: Table<Row>, name: string): Row | undefined =>
  table.get(name) ??
  table.find((row) => [row.nbr, `${row.type} ${row.nbr}`].some((one) => sameCode(one, name)));

function fail(what: string): never {
  throw new Error(`Acumatica has no ${what}`);
}

function unknownField(name: string): never {
  throw new Error(`Acumatica has no field ${name}`);
}
