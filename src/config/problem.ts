/** Something that is wrong with the config file, and where. */
export interface ConfigProblem {
  /** As it was asked for. */
  readonly file: string;
  /** From 1; 0 when the file could not be read at all. */
  readonly line: number;
  readonly column: number;
  /** `pairs[0].erp.tenantId`; '' for the file as a whole. */
  readonly key: string;
  /** Never quotes a value that came from the environment. */
  readonly message: string;
  /** What would do, in words. */
  readonly expected?: string | undefined;
  /** What was probably meant. */
  readonly suggestion?: string | undefined;
}

/** One line: `config.yaml:12:5 pairs[0].erp.tenantid: unknown key, did you mean "tenantId"?` */
export function printProblem(problem: ConfigProblem): string {
  const { file, line, column, key, message, suggestion } = problem;
  const where = line === 0 ? file : `${file}:${line}:${column}`;
  const hint = suggestion === undefined ? '' : `, did you mean "${suggestion}"?`;
  return `${where}${key === '' ? '' : ` ${key}`}: ${message}${hint}`;
}
