package io.tidegate.codec.release;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code META-INF/MANIFEST.MF} of a deployment package (OSGi Compendium 114.3). A DeploymentAdmin
 * goes by it, and no signature covers it: so it has to say what the manifest of the release says,
 * of each entry, and nothing else.
 */
final class DeploymentManifest {
  private static final int LINE = 70;
  private static final String SYMBOLIC_NAME = "Bundle-SymbolicName";
  private static final String VERSION = "Bundle-Version";
  private static final String CUSTOMIZER = "DeploymentPackage-Customizer";
  private static final String PROCESSOR = "Resource-Processor";
  private static final String PACKAGE = "DeploymentPackage-SymbolicName";

  private final Map<String, String> main;
  private final Map<String, Map<String, String>> sections;

  private DeploymentManifest(Map<String, String> main, Map<String, Map<String, String>> sections) {
    this.main = main;
    this.sections = sections;
  }

  /**
   * The one that goes with a release.
   *
   * @param entries of the archive, in their sequence
   */
  static DeploymentManifest of(Manifest manifest, Iterable<String> entries) {
    Map<String, String> main = headers();
    main.put("Manifest-Version", "1.0");
    main.put("DeploymentPackage-ManifestVersion", "1");
    main.put(PACKAGE, manifest.name());
    main.put("DeploymentPackage-Version", manifest.version());
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    entries.forEach(entry -> sections.put(entry, headers()));
    sections.remove(Parts.DEPLOYMENT);
    for (BundleEntry bundle : manifest.bundles()) {
      Map<String, String> section = sections.computeIfAbsent(bundle.file(), f -> headers());
      section.put(SYMBOLIC_NAME, bundle.symbolicName());
      section.put(VERSION, bundle.version());
    }
    manifest
        .guard()
        .ifPresent(
            guard -> {
              Map<String, String> section = sections.computeIfAbsent(guard.file(), f -> headers());
              section.put(SYMBOLIC_NAME, guard.symbolicName());
              section.put(VERSION, guard.version());
              section.put(CUSTOMIZER, "true");
              sections.forEach(
                  (name, headers) -> {
                    if (!headers.containsKey(SYMBOLIC_NAME)) {
                      headers.put(PROCESSOR, guard.processor());
                    }
                  });
            });
    return new DeploymentManifest(main, sections);
  }

  private static Map<String, String> headers() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  boolean isDeploymentPackage() {
    return main.containsKey(PACKAGE);
  }

  /** Whether it says of a release and its entries what {@link #of} would. */
  void check(Manifest manifest, Set<String> entries) throws Refusal {
    DeploymentManifest due = of(manifest, entries);
    if (!main.equals(due.main) && !without(main).equals(due.main)) {
      throw wrong("another package than its manifest");
    }
    if (!sections.equals(due.sections)) {
      throw wrong("other entries than its manifest");
    }
  }

  /** Headers for people alone. */
  private static Map<String, String> without(Map<String, String> main) {
    Map<String, String> rest = headers();
    rest.putAll(main);
    rest.keySet()
        .removeAll(
            List.of(
                "Created-By",
                "DeploymentPackage-Name",
                "DeploymentPackage-Description",
                "DeploymentPackage-Vendor",
                "DeploymentPackage-License",
                "DeploymentPackage-DocURL",
                "DeploymentPackage-Copyright",
                "DeploymentPackage-ContactAddress"));
    return rest;
  }

  private static Refusal wrong(String how) {
    return new Refusal(Refusal.Code.BAD_ENTRY, Parts.DEPLOYMENT + " tells of " + how);
  }

  byte[] write() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line(out, "Manifest-Version", main.get("Manifest-Version"));
    main.forEach(
        (name, value) -> {
          if (!name.equalsIgnoreCase("Manifest-Version")) {
            line(out, name, value);
          }
        });
    sections.forEach(
        (entry, headers) -> {
          out.writeBytes(new byte[] {'\r', '\n'});
          line(out, "Name", entry);
          headers.forEach((name, value) -> line(out, name, value));
        });
    out.writeBytes(new byte[] {'\r', '\n'});
    return out.toByteArray();
  }

  private static void line(ByteArrayOutputStream out, String name, String value) {
    String rest = name + ": " + value;
    while (rest.length() > LINE) {
      out.writeBytes((rest.substring(0, LINE) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      rest = " " + rest.substring(LINE);
    }
    out.writeBytes((rest + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads one.
   *
   * @throws Refusal {@link Refusal.Code#BAD_ENTRY}
   */
  static DeploymentManifest read(byte[] bytes) throws Refusal {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    Map<String, String> main = null;
    Map<String, String> current = null;
    for (String line : lines(bytes)) {
      if (line.isEmpty()) {
        current = null;
        continue;
      }
      int colon = line.indexOf(": ");
      if (colon < 1) {
        throw wrong("a header that is none");
      }
      String name = line.substring(0, colon);
      String value = line.substring(colon + 2);
      if (current == null && main != null) {
        current = headers();
        if (!name.toLowerCase(Locale.ROOT).equals("name") || sections.put(value, current) != null) {
          throw wrong("an entry without name, or twice of one");
        }
      } else {
        current = current == null ? headers() : current;
        main = main == null ? current : main;
        if (current.put(name, value) != null) {
          throw wrong("the same twice");
        }
      }
    }
    return new DeploymentManifest(main == null ? headers() : main, sections);
  }

  /** Lines with those that go on put together. */
  private static List<String> lines(byte[] bytes) {
    List<StringBuilder> lines = new ArrayList<>();
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\r\n|\n|\r", -1)) {
      if (line.startsWith(" ") && !lines.isEmpty()) {
        lines.get(lines.size() - 1).append(line, 1, line.length());
      } else {
        lines.add(new StringBuilder(line));
      }
    }
    return lines.stream().map(StringBuilder::toString).toList();
  }
}
