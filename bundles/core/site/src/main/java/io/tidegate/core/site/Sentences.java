package io.tidegate.core.site;

import io.tidegate.codec.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** What the health check says of an invalid file. */
final class Sentences {
  private static final int SHOWN = 5;

  private Sentences() {}

  static String join(List<Problem> problems, boolean lastGoodInForce) {
    String shown =
        problems.stream().limit(SHOWN).map(Problem::toString).collect(Collectors.joining("; "));
    int more = problems.size() - SHOWN;
    return "ERR_SITE_FILE: "
        + shown
        + (more > 0 ? "; and " + more + " more (tidegate site check lists them)" : "")
        + (lastGoodInForce
            ? "; the last good site model stays in force"
            : "; no site model is in force");
  }
}
