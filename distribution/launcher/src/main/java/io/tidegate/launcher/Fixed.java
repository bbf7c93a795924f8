package io.tidegate.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What there is no gateway without: bundles of those features that no site can remove. */
final class Fixed {
  private static final Set<String> FEATURES = Set.of("platform", "core", "admin", "updates");
  private static final Pattern REQUIRED = Pattern.compile("bnd\\.identity;id='([^']+)'");

  private Fixed() {}

  /** Symbolic names, as the distribution's folder {@code features} has them; none without it. */
  static Set<String> bundles(Distribution distribution) throws IOException {
    Set<String> bundles = new TreeSet<>();
    for (String feature : FEATURES) {
      Path file = distribution.root().resolve("features").resolve(feature + ".bndrun");
      if (Files.isRegularFile(file)) {
        for (Matcher matcher = REQUIRED.matcher(Files.readString(file)); matcher.find(); ) {
          bundles.add(matcher.group(1));
        }
      }
    }
    return bundles;
  }
}
