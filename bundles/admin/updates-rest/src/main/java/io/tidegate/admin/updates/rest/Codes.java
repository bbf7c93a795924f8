package io.tidegate.admin.updates.rest;

import io.tidegate.api.update.UpdateCode;

/** Which status of HTTP a code is. */
final class Codes {
  private Codes() {}

  static int status(UpdateCode code) {
    return switch (code) {
      case UNKNOWN_ORDER -> 404;
      case BUSY, TOO_LATE, NOTHING_TO_RETURN_TO, MIXED -> 409;
      case OVERSIZED -> 413;
      case FETCH_FAILED -> 502;
      case DISK_FULL -> 507;
      default -> 422;
    };
  }
}
