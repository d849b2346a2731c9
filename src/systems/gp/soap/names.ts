/** Namespaces of the legacy endpoint, as its WSDL has them. */
export const namespaces = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  gp: 'http://schemas.microsoft.com/dynamics/gp/2006/01',
  dynamics: 'http://schemas.microsoft.com/dynamics/2006/01',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  xsd: 'http://www.w3.org/2001/XMLSchema',
} as const;
