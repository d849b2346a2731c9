export { type WindowsCredentials, windowsAccount } from './account.ts';
export { type WindowsTransportOptions, windowsTransport } from './transport.ts';
