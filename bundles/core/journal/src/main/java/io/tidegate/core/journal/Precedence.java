package io.tidegate.core.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Who goes first of what is pending. Only the writer thread. */
final class Precedence {
  private Precedence() {}

  /**
   * Puts first, in order, what the next transaction is made of, and tells it: a grid command must
   * not wait until a tenth of a second of measurements is written; and what need not wait for the
   * beginning of a segment that is being encoded still does not.
   *
   * @param all wait for what is being encoded
   */
  static List<Work> first(List<Work> pending, boolean all) {
    List<Work> first = pending.stream().filter(Work::express).toList();
    if (first.isEmpty()) {
      first = unheld(pending, all);
    }
    if (first.size() < pending.size()) {
      Set<Work> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
      chosen.addAll(first);
      pending.removeIf(chosen::contains);
      pending.addAll(0, first);
    }
    return first;
  }

  private static List<Work> unheld(List<Work> pending, boolean all) {
    List<Work> now = new ArrayList<>(pending.size());
    boolean open = true;
    for (Work work : pending) {
      open &= all || work.ready();
      if (open || work.independent()) {
        now.add(work);
      }
    }
    return now;
  }
}
