package io.tidegate.packer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A bundle's file, and what its manifest says.
 *
 * @param version in OSGi's form
 */
record BundleJar(Path file, String symbolicName, String version, boolean fragment, String update) {
  private static final String OURS = "io.tidegate.";
  private static final String IN_PLACE = "in-place";

  /**
   * Reads it.
   *
   * @throws IOException if it cannot be read, or is no bundle
   */
  static BundleJar read(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      String name = main.getValue("Bundle-SymbolicName");
      if (name == null) {
        throw new IOException(file + " is no bundle");
      }
      return new BundleJar(
          file,
          name.replaceFirst(";.*", "").strip(),
          Optional.ofNullable(main.getValue("Bundle-Version")).orElse("0.0.0").strip(),
          main.getValue("Fragment-Host") != null,
          Optional.ofNullable(main.getValue("Tidegate-Update")).orElse(IN_PLACE));
    }
  }

  /** Whether it is made here; any other gets a symbolic name of ours before it is shipped. */
  boolean ours() {
    return symbolicName.startsWith(OURS);
  }
}
