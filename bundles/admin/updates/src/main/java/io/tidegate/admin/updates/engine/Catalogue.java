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

  private final String product;
  private final Map<String, Release.Feature> own;
  private final Set<String> needed;
  private final Set<String> shipped;

  /**
   * @param needed bundles of features that cannot be removed, others' included
   * @param shipped all bundles of the distribution
   */
  private Catalogue(
      String product, Map<String, Release.Feature> own, Set<String> needed, Set<String> shipped) {
    this.product = product;
    this.own = own;
    this.needed = needed;
    this.shipped = shipped;
  }

  /** Without any feature of the distribution. */
  public static Catalogue empty() {
    return new Catalogue("", Map.of(), NEEDED, Set.of());
  }

  /**
   * Reads the folder; none without it.
   *
   * @param product name of the release that the distribution itself is: those of other names are
   *     additions to it
   */
  public static Catalogue read(Path folder, Base base, String product) throws IOException {
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
    Set<String> shipped = new TreeSet<>();
    base.pieces().forEach(piece -> shipped.add(piece.symbolicName()));
    return new Catalogue(product, own, needed, shipped);
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

  /**
   * All, by name. The product's go before those of additions: what it fixes stays fixed, whatever
   * an addition says of a feature of that name.
   */
  public Collection<Known> all(State state) {
    Map<String, Known> all = new TreeMap<>();
    own.forEach((name, feature) -> all.put(name, new Known(feature, "")));
    state.release(product).map(InForce::release).ifPresent(whole -> name(whole, all));
    for (InForce each : state.releases()) {
      Map<String, Known> additional = new TreeMap<>();
      name(each.release(), additional);
      additional.forEach(all::putIfAbsent);
    }
    return all.values();
  }

  private static void name(Release release, Map<String, Known> all) {
    for (Release.Feature f : release.features()) {
      boolean fixed = f.fixed() || FIXED.contains(f.name());
      all.put(
          f.name(),
          new Known(
              new Release.Feature(f.name(), f.summary(), fixed, f.bundles()), release.name()));
    }
  }

  public Optional<Known> find(String name, State state) {
    return all(state).stream().filter(k -> k.feature().name().equals(name)).findFirst();
  }

  /** Whether a feature is the product's, also one that this product could have. */
  boolean ofProduct(String feature, State state) {
    return FIXED.contains(feature)
        || find(feature, state)
            .filter(known -> known.release().isEmpty() || known.release().equals(product))
            .isPresent();
  }

  /** Whether a release is an addition to the product. */
  boolean addition(String release) {
    return !release.isEmpty() && !release.equals(product);
  }

  /** Symbolic names of what there is no gateway without. */
  Set<String> fixed(State state) {
    Set<String> fixed = new TreeSet<>(needed);
    for (Known known : all(state)) {
      if (known.feature().fixed()) {
        fixed.addAll(known.feature().bundles());
      }
    }
    return fixed;
  }

  /** Those of the features that can be removed, or that nobody knows. */
  public List<String> removable(Collection<String> features, State state) {
    return features.stream()
        .filter(name -> find(name, state).filter(known -> known.feature().fixed()).isEmpty())
        .toList();
  }

  /** Bundles of an addition's feature that the product has, too: other versions of its own. */
  public Set<String> borrowed(Known known, State state) {
    Set<String> borrowed = new TreeSet<>();
    if (addition(known.release())) {
      Optional<Release> whole = state.release(product).map(InForce::release);
      for (String bundle : known.feature().bundles()) {
        if (shipped.contains(bundle) || whole.flatMap(r -> r.part(bundle)).isPresent()) {
          borrowed.add(bundle);
        }
      }
    }
    return borrowed;
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
    Set<String> fixed = forward ? fixed(state) : NEEDED;
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
   * stay: bundles that no feature names may use them. So does what is fixed, and what an addition
   * names and the product has.
   */
  public Set<String> leftOut(Collection<String> removed, State state) {
    Set<String> out = new TreeSet<>();
    Set<String> stay = new TreeSet<>(fixed(state));
    for (Known known : all(state)) {
      Set<String> bundles = new TreeSet<>(known.feature().bundles());
      if (removed.contains(known.feature().name())) {
        bundles.removeAll(borrowed(known, state));
        out.addAll(bundles);
      } else {
        stay.addAll(bundles);
      }
    }
    out.removeAll(stay);
    out.removeIf(bundle -> shipped.contains(bundle) && !bundle.startsWith(OURS));
    return out;
  }
}
