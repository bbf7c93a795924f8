package io.tidegate.packer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Gives bundles of others a symbolic name of ours: one that a host has already, or that another
 * package brings, would make a DeploymentAdmin refuse ours.
 */
final class Wrapping {
  private static final String PREFIX = "io.tidegate.wrap.";
  private static final String SYMBOLIC_NAME = "Bundle-SymbolicName";
  private static final String FRAGMENT_HOST = "Fragment-Host";
  private static final String IMPORTS = "Import-Package";

  /** Up to the next comma that is not in quotes. */
  private static final Pattern CLAUSE = Pattern.compile("(?:[^,\"]|\"[^\"]*\")+");

  private Wrapping() {}

  /** The name that a bundle of others is shipped under. */
  static String name(String symbolicName) {
    return PREFIX + symbolicName;
  }

  /**
   * Writes a wrapped copy.
   *
   * @param inside libraries that it brings itself: the host's are too old for it
   */
  static BundleJar wrap(BundleJar bundle, List<BundleJar> inside, Path folder) throws IOException {
    Path file = folder.resolve(name(bundle.symbolicName()) + "-" + bundle.version() + ".jar");
    Set<String> packages = new TreeSet<>();
    for (BundleJar library : inside) {
      packages.addAll(packages(library));
    }
    JarCopy.copy(
        bundle.file(),
        inside.stream().map(BundleJar::file).toList(),
        file,
        main -> rename(bundle, packages, main));
    return BundleJar.read(file);
  }

  private static Set<String> packages(BundleJar library) throws IOException {
    Set<String> packages = new TreeSet<>();
    try (JarFile jar = new JarFile(library.file().toFile())) {
      jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && name.contains("/"))
          .forEach(
              name -> packages.add(name.substring(0, name.lastIndexOf('/')).replace('/', '.')));
    }
    return packages;
  }

  private static void rename(BundleJar bundle, Set<String> inside, Attributes main) {
    main.putValue(SYMBOLIC_NAME, name(bundle.symbolicName()));
    String host = main.getValue(FRAGMENT_HOST);
    if (host != null) {
      main.putValue(FRAGMENT_HOST, name(host));
    }
    String imports = main.getValue(IMPORTS);
    if (imports != null) {
      main.putValue(IMPORTS, imports(bundle, without(imports, inside)));
    }
    main.remove(new Attributes.Name("Bundle-ActivationPolicy"));
    main.remove(new Attributes.Name("Multi-Release"));
  }

  private static String without(String imports, Set<String> packages) {
    return CLAUSE
        .matcher(imports)
        .results()
        .map(MatchResult::group)
        .filter(clause -> !packages.contains(clause.replaceFirst(";.*", "").strip()))
        .collect(Collectors.joining(","));
  }

  private static String imports(BundleJar bundle, String imports) {
    // the host's logging, of either generation
    String logging = imports.replaceAll("(org\\.slf4j[^,\"]*version=\"\\[[0-9.]+),2\\)", "$1,3)");
    if (!bundle.symbolicName().startsWith("io.netty.")) {
      return logging;
    }
    // all of one version, and not with an older one of the host's
    String least = bundle.version().replaceFirst("^(\\d+\\.\\d+\\.\\d+).*", "$1");
    return logging.replaceAll("(io\\.netty[^,\"]*version=\")\\[[0-9.]+,", "$1[" + least + ",");
  }
}
