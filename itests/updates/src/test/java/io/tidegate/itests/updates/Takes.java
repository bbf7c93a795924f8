package io.tidegate.itests.updates;

import io.tidegate.itests.harness.Swap;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a gateway's process takes after a collection.
 *
 * @param threads that are alive
 * @param steady how many there are of each name, without those of pools that grow and shrink by
 *     what is to do: their bounds are their own
 * @param classes that are loaded
 * @param heap bytes in use
 * @param metal bytes beside it: classes and compiled code
 */
record Takes(
    int startLevel,
    int bundles,
    int threads,
    Map<String, Integer> steady,
    int classes,
    long heap,
    long metal) {
  private static final Pattern ELASTIC =
      Pattern.compile(
          "tidegate-secc-hand-#|.*-work-#-#|qtp.*|ForkJoinPool.*|CompletableFutureDelay.*"
              + "|logback-#|HttpClient-.*|tidegate-updates");

  /** Asks the hand. */
  static Takes of(Swap hand) throws IOException {
    String[] words = hand.ask("takes").split(" ");
    Map<String, Integer> steady = new TreeMap<>();
    for (String each : hand.ask("threads-by-name").split(";")) {
      String name = each.substring(0, each.lastIndexOf('='));
      if (!ELASTIC.matcher(name).matches()) {
        steady.put(name, Integer.valueOf(each.substring(each.lastIndexOf('=') + 1)));
      }
    }
    return new Takes(
        Integer.parseInt(words[0]),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        steady,
        Integer.parseInt(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "start level %d, %d bundles, %d threads (%d outside pools), %d classes in %.1f MiB, heap %.1f MiB",
        startLevel,
        bundles,
        threads,
        steady.values().stream().mapToInt(n -> n).sum(),
        classes,
        metal / 1048576.0,
        heap / 1048576.0);
  }
}
