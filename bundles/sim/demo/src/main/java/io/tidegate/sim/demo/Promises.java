package io.tidegate.sim.demo;

import java.util.ArrayList;
import java.util.List;

/** What the demo promises, and whether it held. */
final class Promises {
  private final List<Promise> promises = new ArrayList<>();

  /** One promise: what, whether it held, and the figure. */
  record Promise(String what, boolean held, String figure) {}

  synchronized void add(String what, boolean held, String figure) {
    promises.add(new Promise(what, held, figure));
  }

  synchronized List<Promise> all() {
    return List.copyOf(promises);
  }

  synchronized boolean held() {
    return !promises.isEmpty() && promises.stream().allMatch(Promise::held);
  }
}
