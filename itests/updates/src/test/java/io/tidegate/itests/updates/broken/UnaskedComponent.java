package io.tidegate.itests.updates.broken;

/** A service component that nobody asks for, and that could not be had. */
public final class UnaskedComponent implements Runnable {
  public void activate() {
    throw new IllegalStateException("it was meant to fail when it is asked for");
  }

  @Override
  public void run() {
    // nobody gets so far
  }
}
