package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.Change;
import io.tidegate.admin.updates.store.InForce;
import io.tidegate.admin.updates.store.Release;
import io.tidegate.admin.updates.store.State;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateRefusedException;
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
  private static final Pattern REQUIRED = Pattern.compile("bnd\\.identity;id='([^']+)'");
  private static final String OURS = "io.tidegate.";
  private static final int SAID = 3;
  private static final String END = ".bndrun";

  /** Without these there is no gateway, or nobody who could install anything again. */
  private static final Set<String> FIXED = Set.of("platform", "core", "admin", "updates");

  /** Without these nothing could be put right any more, whatever features say. */
  private static final Set<String> NEEDED =
      Set.of("io.tidegate.admin.updates", "org.apache.felix.scr", "org.apache.felix.configadmin");

  private final Map<String, Release.Feature> own;
  private final Set<String> needed;
  private final Set<String> libraries;

  /**
   * @param needed bundles of features that cannot be removed, others' included
   * @param libraries the distribution's bundles that are others'
   */
  private Catalogue(Map<String, Release.Feature> own, Set<String> needed, Set<String> libraries) {
    this.own = own;
    this.needed = needed;
    this.libraries = libraries;
  }

  /** Without any feature of the distribution. */
  public static Catalogue empty() {
    return new Catalogue(Map.of(), NEEDED, Set.of());
  }

  /** Reads the folder; none without it. */
  public static Catalogue read(Path folder, Base base) throws IOException {
    Map<String, Release.Feature> own = new TreeMap<>();
    Set<String> needed = new TreeSet<>(NEEDED);
    if (Files.isDirectory(folder)) {
      List<Path> files;
      try (Stream<Path> children = Files.list(folder)) {
        files = children.filter(f -> f.toString().endsWith(END)).toList();
      }
      for (Path file : files) {
        String name = file.getFileName().toString().replace(END, "");
        String text = Files.readString(file);
        if (FIXED.contains(name)) {
          needed.addAll(bundles(text));
        }
        Release.Feature feature = feature(name, text);
        if (feature.bundles().stream().anyMatch(bundle -> base.piece(bundle).isPresent())) {
          own.put(name, feature);
        }
      }
    }
    Set<String> libraries = new TreeSet<>();
    base.pieces().forEach(piece -> libraries.add(piece.symbolicName()));
    libraries.removeIf(bundle -> bundle.startsWith(OURS));
    return new Catalogue(own, needed, libraries);
  }

  private static List<String> bundles(String text) {
    List<String> bundles = new ArrayList<>();
    for (Matcher matcher = REQUIRED.matcher(text); matcher.find(); ) {
      bundles.add(matcher.group(1));
    }
    return bundles;
  }

  private static Release.Feature feature(String name, String text) {
    List<String> bundles = bundles(text).stream().filter(b -> b.startsWith(OURS)).toList();
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

  /**
   * Whether a release lets be what there is no gateway without.
   *
   * @param forward whether what is in force counts too; who goes back goes back to what had fewer,
   *     perhaps
   * @throws UpdateRefusedException with the first bundles that it would take out
   */
  public void whole(List<Change> changes, State state, boolean forward)
      throws UpdateRefusedException {
    Set<String> fixed = new TreeSet<>(forward ? needed : NEEDED);
    if (forward) {
      for (Known known : all(state)) {
        if (known.feature().fixed()) {
          fixed.addAll(known.feature().bundles());
        }
      }
    }
    List<String> gone =
        changes.stream()
            .filter(change -> change.to().isEmpty() && fixed.contains(change.symbolicName()))
            .map(Change::symbolicName)
            .sorted()
            .toList();
    if (!gone.isEmpty()) {
      throw new UpdateRefusedException(
          UpdateCode.UNRESOLVABLE,
          "it would take out what there is no gateway without: "
              + String.join(", ", gone.subList(0, Math.min(SAID, gone.size())))
              + (gone.size() > SAID ? " (and " + (gone.size() - SAID) + " more)" : "")
              + "; a release of the whole has to bring them");
    }
  }

  /**
   * Bundles that only features among {@code removed} name. Others' that are in the distribution
   * stay: bundles that no feature names may use them.
   */
  public Set<String> leftOut(Collection<String> removed, State state) {
    Set<String> out = new TreeSet<>();
    Set<String> stay = new TreeSet<>();
    for (Known known : all(state)) {
      (removed.contains(known.feature().name()) ? out : stay).addAll(known.feature().bundles());
    }
    out.removeAll(stay);
    out.removeAll(libraries);
    return out;
  }
}
