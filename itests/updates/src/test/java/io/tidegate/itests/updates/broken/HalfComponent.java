package io.tidegate.itests.updates.broken;

import java.util.TimerTask;

/** A service component whose superclass is given another name, under which nobody has it. */
public final class HalfComponent extends TimerTask {
  public void activate() {
    // never reached
  }

  @Override
  public void run() {
    // never reached
  }
}
