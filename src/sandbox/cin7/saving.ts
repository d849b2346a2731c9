import { partTotals } from './amounts.ts';
import type { PurchaseRow } from './rows.ts';
import type { SaleRow } from './sale-rows.ts';
import type { World } from './state.ts';
import { settlePurchase, settleSale } from './stock.ts';

/** Stores a purchase, stamped, and remembers what its order, invoices and credit notes say from now on. */
export function savePurchase(world: World, purchase: PurchaseRow, stamp = world.stamp()): PurchaseRow {
  const at = world.tick();
  const parts = [
    { part: { ...purchase.order, number: purchase.orderNumber }, kind: 'order' as const },
    ...purchase.invoices.map((part) => ({ part, kind: 'invoice' as const })),
    ...purchase.credits.map((part) => ({ part, kind: 'memo' as const })),
  ];
  for (const { part, kind } of parts) {
    world.versions.push({
      at,
      kind,
      purchaseId: purchase.id,
      task: part.task,
      number: part.number,
      supplierId: purchase.supplierId,
      supplierName: world.suppliers.get(purchase.supplierId)?.Name ?? '',
      status: purchase.voided ? 'VOIDED' : part.status,
      currency: purchase.currency,
      ...partTotals(part, purchase.inclusive),
    });
  }
  settlePurchase(world, purchase);
  return world.purchases.put({ ...purchase, stamp });
}

/** As `savePurchase`, for a sale. */
export function saveSale(world: World, sale: SaleRow, stamp = world.stamp()): SaleRow {
  const at = world.tick();
  const parts = [
    ...sale.invoices.map((part) => ({ part, kind: 'invoice' as const })),
    ...sale.credits.map((part) => ({ part, kind: 'memo' as const })),
  ];
  for (const { part, kind } of parts)
    world.saleVersions.push({
      at,
      kind,
      purchaseId: sale.id,
      task: part.task,
      number: part.number,
      supplierId: sale.customerId,
      supplierName: world.customers.get(sale.customerId)?.Name ?? '',
      status: sale.voided ? 'VOIDED' : part.status,
      currency: sale.currency,
      ...partTotals(part, sale.inclusive),
    });
  settleSale(world, sale);
  return world.sales.put({ ...sale, stamp });
}
