package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.Change;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateRefusedException;
import java.util.List;

/** What the questions about packages have found, one kind after the other. */
public final class Baseline {
  private final List<DryResolve.Gap> gaps;
  private final List<Change> changes;

  public Baseline(List<DryResolve.Gap> gaps, List<Change> changes) {
    this.gaps = gaps;
    this.changes = changes;
  }

  /** Whether everything is there that never was. */
  public void resolves() throws UpdateRefusedException {
    refuse(UpdateCode.UNRESOLVABLE, gaps.stream().filter(gap -> !gap.lost()).toList());
  }

  /** Whether nothing goes that others need, or changes in a way they cannot bear. */
  public void compatible() throws UpdateRefusedException {
    refuse(UpdateCode.API_BREAK, gaps.stream().filter(DryResolve.Gap::lost).toList());
    if (changes.isEmpty()) {
      return;
    }
  }

  private static void refuse(UpdateCode code, List<DryResolve.Gap> gaps)
      throws UpdateRefusedException {
    if (!gaps.isEmpty()) {
      String more = gaps.size() > 1 ? " (and " + (gaps.size() - 1) + " more)" : "";
      throw new UpdateRefusedException(code, gaps.get(0).sentence() + more);
    }
  }
}
