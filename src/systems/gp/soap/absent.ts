import { isFailure } from '../../../domain/failure.ts';

/**
 * A read by key of what is not there is a fault like any other, so its text proves nothing: the list decides.
 * @returns nothing when it is not there. @throws the fault when it is.
 */
export const absentOr =
  (exists: () => Promise<boolean>) =>
  async (error: unknown): Promise<undefined> => {
    if (!isFailure(error, 'refused') || (await exists())) throw error;
    return undefined;
  };
