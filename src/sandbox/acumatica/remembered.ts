/**
 * Rows are replaced, never changed in place: what is made of one can be kept for as long as it lives. What depends on
 * more than the row must be a getter in what is made.
 */
export function remembered<Row extends object, Rest extends readonly unknown[], Made>(
  make: (row: Row, ...rest: Rest) => Made,
): (row: Row, ...rest: Rest) => Made {
  const known = new WeakMap<Row, Made>();
  return (row, ...rest) => {
    const made = known.get(row) ?? make(row, ...rest);
    known.set(row, made);
    return made;
  };
}
