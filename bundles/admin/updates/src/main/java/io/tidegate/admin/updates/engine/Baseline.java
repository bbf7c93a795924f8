package io.tidegate.admin.updates.engine;

import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateRefusedException;
import java.util.List;

/** What the questions about packages have found, one kind after the other. */
public final class Baseline {
  private final List<DryResolve.Gap> gaps;

  public Baseline(List<DryResolve.Gap> gaps) {
    this.gaps = gaps;
  }

  /** Whether everything is there that never was. */
  public void resolves() throws UpdateRefusedException {
    refuse(UpdateCode.UNRESOLVABLE, sentences(gaps.stream().filter(gap -> !gap.lost()).toList()));
  }

  /** Whether nothing goes that others need, or changes in a way they cannot bear. */
  public void compatible() throws UpdateRefusedException {
    refuse(UpdateCode.API_BREAK, sentences(gaps.stream().filter(DryResolve.Gap::lost).toList()));
  }

  private static List<String> sentences(List<DryResolve.Gap> gaps) {
    return gaps.stream().map(DryResolve.Gap::sentence).toList();
  }

  /** Refuses with the first sentence, when there is one, and the count of the others. */
  static void refuse(UpdateCode code, List<String> sentences) throws UpdateRefusedException {
    if (!sentences.isEmpty()) {
      String more = sentences.size() > 1 ? " (and " + (sentences.size() - 1) + " more)" : "";
      throw new UpdateRefusedException(code, sentences.get(0) + more);
    }
  }
}
