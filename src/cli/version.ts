import { version } from "../../package.json";

/** The version of this product, as `package.json` has it. */
export const VERSION: string = version;
