/**
 * Something outside that a job needs is not there now, and nothing is wrong with the job: it is tried until it succeeds,
 * however long that takes. The message tells an operator why.
 */
export class Away extends Error {
  override name = "Away";
}
