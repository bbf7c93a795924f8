package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.InForce;
import io.tidegate.admin.updates.store.Release;
import io.tidegate.admin.updates.store.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The features of the distribution, as its folder {@code features} has them, and those that
 * releases bring.
 */
public final class Catalogue {
  private static final Pattern REQUIRED =
      Pattern.compile("bnd\\.identity;id='(io\\.tidegate\\.[^']+)'");
  private static final String END = ".bndrun";

  /** Without these there is no gateway, or nobody who could install anything again. */
  private static final Set<String> FIXED = Set.of("platform", "core", "admin", "updates");

  private final Map<String, Release.Feature> own;

  private Catalogue(Map<String, Release.Feature> own) {
    this.own = own;
  }

  /** Without any feature of the distribution. */
  public static Catalogue empty() {
    return new Catalogue(Map.of());
  }

  /** Reads the folder; none without it. */
  public static Catalogue read(Path folder, Base base) throws IOException {
    Map<String, Release.Feature> own = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      List<Path> files;
      try (Stream<Path> children = Files.list(folder)) {
        files = children.filter(f -> f.toString().endsWith(END)).toList();
      }
      for (Path file : files) {
        String name = file.getFileName().toString().replace(END, "");
        Release.Feature feature = feature(name, Files.readString(file));
        if (feature.bundles().stream().anyMatch(bundle -> base.piece(bundle).isPresent())) {
          own.put(name, feature);
        }
      }
    }
    return new Catalogue(own);
  }

  private static Release.Feature feature(String name, String text) {
    List<String> bundles = new ArrayList<>();
    for (Matcher matcher = REQUIRED.matcher(text); matcher.find(); ) {
      bundles.add(matcher.group(1));
    }
    StringBuilder summary = new StringBuilder();
    text.lines()
        .takeWhile(line -> line.startsWith("#"))
        .forEach(line -> summary.append(line.substring(1)));
    String sentence = summary.toString().strip();
    int dot = sentence.indexOf(". ");
    return new Release.Feature(
        name, dot < 0 ? sentence : sentence.substring(0, dot + 1), FIXED.contains(name), bundles);
  }

  /** Name of the release that brings it; empty for the distribution's own. */
  public record Known(Release.Feature feature, String release) {}

  /** All, by name; a release's goes before the distribution's of the same name. */
  public Collection<Known> all(State state) {
    Map<String, Known> all = new TreeMap<>();
    own.forEach((name, feature) -> all.put(name, new Known(feature, "")));
    for (InForce release : state.releases()) {
      for (Release.Feature feature : release.release().features()) {
        all.put(feature.name(), new Known(feature, release.release().name()));
      }
    }
    return all.values();
  }

  public Optional<Known> find(String name, State state) {
    return all(state).stream().filter(k -> k.feature().name().equals(name)).findFirst();
  }

  /** Bundles that only features among {@code removed} name. */
  public Set<String> leftOut(Collection<String> removed, State state) {
    Set<String> out = new TreeSet<>();
    Set<String> stay = new TreeSet<>();
    for (Known known : all(state)) {
      (removed.contains(known.feature().name()) ? out : stay).addAll(known.feature().bundles());
    }
    out.removeAll(stay);
    return out;
  }
}
