package io.tidegate.admin.release.tool;

import io.tidegate.codec.release.BundleEntry;
import io.tidegate.codec.release.FeatureEntry;
import io.tidegate.codec.release.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Features: a file in JSON, or a folder of {@code NAME.bndrun} as a distribution has it. */
final class FeatureFiles {
  private static final Pattern REQUIRED = Pattern.compile("bnd\\.identity;id='([^']+)'");
  private static final String END = ".bndrun";

  /** Without these there is no gateway, or nobody who could install anything again. */
  private static final Set<String> FIXED = Set.of("platform", "core", "admin", "updates");

  private FeatureFiles() {}

  static List<FeatureEntry> read(Path from, List<BundleEntry> bundles) throws IOException, Refusal {
    if (!Files.isDirectory(from)) {
      return FeatureEntry.read(Documents.read(from));
    }
    Set<String> known = bundles.stream().map(BundleEntry::symbolicName).collect(Collectors.toSet());
    List<FeatureEntry> features = new ArrayList<>();
    try (Stream<Path> children = Files.list(from)) {
      for (Path file : children.filter(f -> f.toString().endsWith(END)).sorted().toList()) {
        FeatureEntry feature = feature(file, known);
        if (!feature.bundles().isEmpty()) {
          features.add(feature);
        }
      }
    }
    return features;
  }

  private static FeatureEntry feature(Path file, Set<String> known) throws IOException {
    String name = file.getFileName().toString().replace(END, "");
    String text = Files.readString(file);
    List<String> bundles = new ArrayList<>();
    for (Matcher matcher = REQUIRED.matcher(text); matcher.find(); ) {
      if (known.contains(matcher.group(1)) && !bundles.contains(matcher.group(1))) {
        bundles.add(matcher.group(1));
      }
    }
    String summary =
        text.lines()
            .takeWhile(line -> line.startsWith("#"))
            .map(line -> line.substring(1).strip())
            .collect(Collectors.joining(" "));
    int dot = summary.indexOf(". ");
    String sentence = dot < 0 ? summary : summary.substring(0, dot + 1);
    return new FeatureEntry(name, sentence, FIXED.contains(name), bundles);
  }
}
