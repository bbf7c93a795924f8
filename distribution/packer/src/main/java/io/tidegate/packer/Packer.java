package io.tidegate.packer;

import io.tidegate.codec.release.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes all packages out of a folder of bundles. */
public final class Packer {
  private static final String GUARD = "io.tidegate.host.dp.guard";

  private final Edition edition;
  private final Path work;
  private final BundleJar guard;
  private final Map<String, List<Plan.Placed>> packages;

  private Packer(
      Edition edition, Path work, BundleJar guard, Map<String, List<Plan.Placed>> packages) {
    this.edition = edition;
    this.work = work;
    this.guard = guard;
    this.packages = packages;
  }

  /**
   * Reads bundles, and wraps those of others.
   *
   * @param plan see {@link Plan}
   * @param bundles folder of jars: each of them goes into one package
   * @param work folder for copies
   */
  public static Packer of(Edition edition, Path plan, Path bundles, Path work) throws IOException {
    Files.createDirectories(work);
    List<BundleJar> all = new ArrayList<>();
    for (Path file : jars(bundles)) {
      all.add(BundleJar.read(file));
    }
    BundleJar guard =
        all.stream()
            .filter(bundle -> bundle.symbolicName().equals(GUARD))
            .findFirst()
            .orElseThrow(() -> new IOException("no " + GUARD + " in " + bundles));
    Plan read = Plan.read(plan);
    List<BundleJar> placeable =
        all.stream()
            .filter(
                bundle ->
                    !bundle.symbolicName().equals(GUARD) && !read.isLibrary(bundle.symbolicName()))
            .toList();
    Map<String, List<Plan.Placed>> shipped = new LinkedHashMap<>();
    for (var each : read.place(placeable).entrySet()) {
      List<Plan.Placed> placed = new ArrayList<>();
      for (Plan.Placed one : each.getValue()) {
        BundleJar bundle = one.bundle();
        placed.add(
            bundle.ours()
                ? one
                : new Plan.Placed(
                    Wrapping.wrap(bundle, read.libraries(bundle.symbolicName(), all), work),
                    one.level()));
      }
      shipped.put(each.getKey(), placed);
    }
    return new Packer(edition, work, guard, shipped);
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** One deployment package a feature. */
  public List<Path> deploymentPackages(Path to) throws IOException {
    Files.createDirectories(to);
    List<Path> written = new ArrayList<>();
    for (var each : packages.entrySet()) {
      written.add(
          DeploymentPackage.write(each.getKey(), edition, guard, each.getValue(), work, to));
    }
    return written;
  }

  /** All of them as one package of Debian. */
  public Path debianPackage(Instant time, Path templates, Path to) throws IOException {
    Files.createDirectories(to);
    // a tilde sorts before the release that it leads to
    String version = edition.version().replaceFirst("\\.SNAPSHOT$", "~snapshot");
    Path file = to.resolve("tidegate-kura_" + version + "_all.deb");
    List<Plan.Placed> all = packages.values().stream().flatMap(List::stream).toList();
    DebianPackage.write(version, time, all, templates, file);
    return file;
  }

  /**
   * The build's step.
   *
   * @param arguments the module's folder, its target folder, the project's version, the release's
   *     counter, that of the least core, when it expires, the build's time, files of keys (with
   *     commas between them; may be empty)
   */
  public static void main(String[] arguments) throws IOException {
    Path module = Path.of(arguments[0]);
    Path target = Path.of(arguments[1]);
    List<Signer> signers = new ArrayList<>();
    // Maven hands an empty argument over as none
    String keys = arguments.length > 7 && arguments[7] != null ? arguments[7] : "";
    for (String key : keys.split(",", -1)) {
      if (!key.isBlank()) {
        signers.add(KeyFile.signer(Path.of(key.strip())));
      }
    }
    Edition edition =
        new Edition(
            arguments[2].replace('-', '.'),
            Long.parseLong(arguments[3]),
            Long.parseLong(arguments[4]),
            Instant.parse(arguments[5]),
            signers);
    Packer packer =
        of(
            edition,
            module.resolve("packages.txt"),
            target.resolve("bundles"),
            target.resolve("work"));
    packer.deploymentPackages(target.resolve("packages"));
    packer.debianPackage(
        Instant.parse(arguments[6]), module.resolve("src/main/deb"), target.resolve("packages"));
  }
}
