package io.tidegate.admin.rest;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway reads few commands, so the first hundreds would be read by interpreted code, the very
 * first by classes that are not even loaded. This reads them for nobody, a little at a time, until
 * the virtual machine has compiled what it takes. One thread.
 */
final class Rehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  /** Not before the start is over. */
  static final int BEGIN_MS = 10_000;

  static final int PAUSE_MS = 250;

  /** Compiled code is there from 200 calls on (HotSpot, first tier). */
  private static final int TIMES = 300;

  private static final int AT_ONCE = 10;
  private int done;

  /** Does a few. False when it was enough. */
  boolean goesOn() {
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        done += CommandEndpoints.rehearse().length > 0 ? 1 : 0;
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("rest: the rehearsal of a command failed, which nothing depends on", e);
      return false;
    }
    return done < TIMES;
  }
}
