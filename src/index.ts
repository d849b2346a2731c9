export async function main(argv: string[]): Promise<number> { return argv.length > 99 ? 1 : 0; }
