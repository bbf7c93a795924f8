package io.tidegate.api.update;

/** Why an order or a release did not go through. */
public enum UpdateCode {
  /** Another order is under way. */
  BUSY,
  UNKNOWN_ORDER,
  /** It has ended, or has touched what cannot be given up half-way. */
  TOO_LATE,
  NOTHING_TO_RETURN_TO,
  /** It could not be fetched within its time, or what came is not what was announced. */
  FETCH_FAILED,
  /** Less room on the disk than it takes, with what has to be kept. */
  DISK_FULL,
  /** No archive of a release, or a part of one is missing. */
  TRUNCATED,
  /** Larger, deeper or with more entries than a release may be. */
  OVERSIZED,
  /** An entry's name leads out of the archive, is there twice or is no name of a release. */
  BAD_ENTRY,
  UNSIGNED,
  /** Fewer valid signatures of known keys than are asked for. */
  TOO_FEW_SIGNATURES,
  /** Signed, and none of the keys is known. */
  WRONG_KEY,
  /** A bundle or the manifest is not what was signed. */
  TAMPERED,
  EXPIRED,
  /** Its counter is not above what was confirmed before. */
  REPLAYED,
  /** For another product, hardware or Java. */
  WRONG_PRODUCT,
  /**
   * It needs another release than the one in force beside it, claims what is another's, or is
   * needed by another one.
   */
  MIXED,
  /**
   * A bundle's requirement is not met, a class of it is none that this Java could load, a component
   * that it describes is not in it, or the release would take out what there is no gateway without.
   */
  UNRESOLVABLE,
  /**
   * A shared package has changed in a way its version does not say, or a bundle's classes use what
   * nobody has.
   */
  API_BREAK,
  /** A bundle threw while it started or did not become active, or a start with it has failed. */
  START_FAILED,
  /** Something that was healthy before is not any more, or is gone. */
  UNHEALTHY,
  /** The gateway was stopped or lost its power in the middle. */
  INTERRUPTED
}
