package io.tidegate.charging.ocpp.dialect;

import java.util.function.Supplier;

/** Makes what it holds when it is first asked for it. Thread-safe: others wait for the maker. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private volatile T made;

  Once(Supplier<T> maker) {
    this.maker = maker;
  }

  /** {@code null} when nobody has asked yet. */
  T made() {
    return made;
  }

  @Override
  public T get() {
    T now = made;
    return now != null ? now : make();
  }

  private synchronized T make() {
    if (made == null) {
      made = maker.get();
    }
    return made;
  }
}
