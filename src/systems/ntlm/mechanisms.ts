import type { Clock } from '../../domain/time.ts';
import { millis } from '../../domain/time.ts';
import type { WindowsAccount } from './account.ts';
import { bindingsOf } from './channel-binding.ts';
import { type Answered, answerChallenge } from './client.ts';
import { flags, has } from './flags.ts';
import { signature } from './keys.ts';
import type { Mechanism } from './mechanism.ts';
import { isNtlm, negotiateMessage } from './messages.ts';
import { firstToken, mechTypes, readResponse, writeResponse } from './spnego.ts';

export interface NtlmOptions {
  readonly account: WindowsAccount;
  /** The server's host name, for the target name in the answer. */
  readonly host: string;
  readonly clock: Clock;
}

type Answer = (negotiate: Buffer, challenge: Buffer, socket: Parameters<Mechanism['answer']>[1]) => Answered;

const answerWith =
  ({ account, host, clock }: NtlmOptions): Answer =>
  (negotiate, challenge, socket) =>
    answerChallenge({
      account,
      negotiate,
      challenge,
      targetName: `HTTP/${host}`,
      channelBindings: bindingsOf(socket),
      now: millis(clock.now()),
    });

/** NTLM under its own name (MS-NTHT). */
export function ntlm(options: NtlmOptions): Mechanism {
  const answer = answerWith(options);
  const negotiate = negotiateMessage();
  return {
    scheme: 'NTLM',
    open: async () => ({ token: negotiate, complete: false }),
    answer: async (challenge, socket) => answer(negotiate, challenge, socket).message,
    close: async () => {},
  };
}

/** NTLM inside SPNEGO. Servers that answer without the wrapping are followed. */
export function negotiateNtlm(options: NtlmOptions): Mechanism {
  const answer = answerWith(options);
  const negotiate = negotiateMessage();
  return {
    scheme: 'Negotiate',
    open: async () => ({ token: firstToken(negotiate), complete: false }),
    async answer(challenge, socket) {
      if (isNtlm(challenge)) return answer(negotiate, challenge, socket).message;
      const { token, state } = readResponse(challenge);
      if (token === undefined || state === 'reject')
        throw new RangeError('the server does not take NTLM inside Negotiate');
      const answered = answer(negotiate, token, socket);
      return writeResponse({ token: answered.message, mechListMic: signed(answered) });
    },
    close: async () => {},
  };
}

/** Windows wants the list of mechanisms signed whenever the NTLM message carries a MIC (MS-SPNG 3.2.5.1). */
const signed = ({ exportedKey, flags: negotiated }: Answered): Buffer | undefined =>
  has(negotiated, flags.sign) && has(negotiated, flags.extendedSessionSecurity)
    ? signature(exportedKey, 'client-to-server', negotiated, mechTypes)
    : undefined;
