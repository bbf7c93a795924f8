package io.tidegate.codec.settings;

import java.util.function.Supplier;

/**
 * The configuration in force and the complaint about a newer one that was refused. Thread-safe.
 *
 * @param <T> the component's validated configuration
 */
public final class LastGood<T> {
  private volatile State<T> state;

  /** Begins with a fallback that holds until the first good configuration. */
  public LastGood(T fallback) {
    this.state = new State<>(fallback, "");
  }

  /**
   * Takes the newer configuration when it is good, keeps the last good one otherwise.
   *
   * @return whether it was taken
   */
  public boolean offer(Supplier<T> newer) {
    try {
      state = new State<>(newer.get(), "");
      return true;
    } catch (SettingsException e) {
      state = new State<>(state.value, e.getMessage());
      return false;
    }
  }

  public T get() {
    return state.value;
  }

  /** What was refused, for the health check; empty when the newest configuration is in force. */
  public String problem() {
    return state.problem;
  }

  private record State<T>(T value, String problem) {}
}
