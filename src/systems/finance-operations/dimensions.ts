import { fold } from '../../domain/text.ts';
import type { Dimensions } from '../../mapping/dimensions.ts';

export interface DimensionFormat {
  /** Dimensions in the order of the active default dimension format. */
  readonly format: readonly string[];
  readonly delimiter: string;
}

/**
 * Default dimensions as one text, one segment for each dimension of the format, empty ones too: `001--` (Microsoft Learn,
 * "Financial dimension configuration for integrating applications"). Nothing where there are none: blank would clear.
 */
export function printDimensions(
  dimensions: Dimensions,
  { format, delimiter }: DimensionFormat,
): string | undefined {
  const values = new Map(Object.entries(dimensions).map(([name, value]) => [fold(name), value]));
  if (values.size === 0) return undefined;
  const escaped = (value: string) => value.replaceAll(delimiter, `\\${delimiter}`);
  return format.map((name) => escaped(values.get(fold(name)) ?? '')).join(delimiter);
}

/** Whether every segment that was sent is there; what vendor or item brought along besides is welcome. */
export function holdsDimensions(wanted: string, there: string, { delimiter }: DimensionFormat): boolean {
  const found = segmentsOf(there, delimiter);
  return segmentsOf(wanted, delimiter).every(
    (value, index) => value === '' || fold(found[index]) === fold(value),
  );
}

/** Cut at the delimiter, but not where a backslash stands before it. */
function segmentsOf(text: string, delimiter: string): string[] {
  const segments = [''];
  for (let i = 0; i < text.length; i++) {
    const escaped = text[i] === '\\' && text[i + 1] === delimiter;
    if (escaped) i++;
    if (text[i] === delimiter && !escaped) segments.push('');
    else segments[segments.length - 1] += text[i] ?? '';
  }
  return segments;
}
