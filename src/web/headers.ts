import { secureHeaders } from "hono/secure-headers";
import { env } from "../env.ts";

/**
 * Everything from ourselves, nothing inline, no frames. `data:` images are Bootstrap's own icons in its CSS.
 * `same-origin` as referrer policy: under `no-referrer` browsers send forms with `Origin: null`.
 */
export const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "data:"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: "same-origin",
  // Of what browsers offer, these are the parts that somebody would have to be asked for. No page asks.
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [], usb: [] },
  strictTransportSecurity: env.secure && "max-age=31536000; includeSubDomains",
  xFrameOptions: "DENY",
});
