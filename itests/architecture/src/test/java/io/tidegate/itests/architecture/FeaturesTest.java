package io.tidegate.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The folder that is shipped against what the features resolve to. */
class FeaturesTest {
  private static final Path SITE = Reactor.ROOT.resolve("distribution/site");
  private static final Pattern RUN_BUNDLE = Pattern.compile("([\\w.-]+);version='\\[");
  private static final Pattern REQUIRED = Pattern.compile("bnd\\.identity;id='([^']+)'");

  @Test
  void shipsWhatTheFeaturesResolveToAndNothingElse() throws IOException {
    String run = Reactor.text(SITE.resolve("site.bndrun"));
    SortedSet<String> resolved = all(RUN_BUNDLE, run.substring(run.indexOf("-runbundles:")));
    SortedSet<String> shipped = new TreeSet<>();
    for (Path level : Reactor.children(SITE.resolve("target/tidegate-site/bundle"))) {
      for (Path file : Reactor.children(level)) {
        try (JarFile jar = new JarFile(file.toFile())) {
          Attributes manifest = jar.getManifest().getMainAttributes();
          if (manifest.getValue("Fragment-Host") == null) {
            shipped.add(manifest.getValue("Bundle-SymbolicName").replaceFirst(";.*", ""));
          }
        }
      }
    }
    assertThat(shipped).containsExactlyElementsOf(resolved);
  }

  @Test
  void hasEveryBundleInAFeature() {
    SortedSet<String> required = new TreeSet<>();
    for (Path feature : Reactor.children(Reactor.ROOT.resolve("features"))) {
      if (feature.toString().endsWith(".bndrun")) {
        required.addAll(all(REQUIRED, Reactor.text(feature)));
      }
    }
    List<String> forgotten =
        Code.MODULES.stream()
            .filter(m -> !m.library() && !List.of("api", "wrap", "sim").contains(m.area()))
            .map(Reactor.Module::name)
            .filter(name -> !required.contains(name))
            .toList();
    assertThat(forgotten).as("bundles that no feature requires").isEmpty();
  }

  private static SortedSet<String> all(Pattern pattern, String text) {
    SortedSet<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
