package io.tidegate.codec.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong in one file; bounded. Not thread-safe. */
public final class Problems {
  private static final int MOST = 100;

  private final String file;
  private final List<Problem> kept = new ArrayList<>();
  private int more;

  public Problems(String file) {
    this.file = file;
  }

  public void add(int line, String where, String sentence) {
    if (kept.size() < MOST) {
      kept.add(new Problem(file, line, where, sentence));
    } else {
      more++;
    }
  }

  public boolean none() {
    return kept.isEmpty();
  }

  /** By line; the last one counts those that were too many to keep. */
  public List<Problem> sorted() {
    List<Problem> sorted = new ArrayList<>(kept);
    sorted.sort(Comparator.comparingInt(Problem::line));
    if (more > 0) {
      sorted.add(new Problem(file, 0, "", "has " + more + " more problems"));
    }
    return List.copyOf(sorted);
  }
}
