package io.tidegate.cloud.hawkbit;

import io.tidegate.admin.release.tool.ReleaseTool;
import io.tidegate.api.operation.Tool;
import io.tidegate.itests.harness.Swap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Who makes releases: a key, the root of a distribution, and archives, by the release tool. */
final class Vendor {
  private static final String UNFIT = "io/tidegate/cloud/hawkbit/Unfit.class";

  private final Path distribution;
  private final Path folder;

  /**
   * Makes a key and pins it in a distribution.
   *
   * @param folder for what is made, not there yet
   */
  Vendor(Path distribution, Path folder) throws IOException {
    this.distribution = distribution;
    this.folder = Files.createDirectory(folder);
    String root = distribution.resolve("lib/root.json").toString();
    release("key new release.pem");
    release("root new --expires 2100-01-01 --root release.pem --release release.pem -o " + root);
  }

  private void release(String words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    if (new ReleaseTool().run(new Tool.Call(List.of(words.split(" ")), folder, out, out)) != 0) {
      throw new AssertionError(words + "\n" + said.toString(StandardCharsets.UTF_8));
    }
  }

  /**
   * A signed release of one shipped bundle with another version.
   *
   * @param counter the version's last part, too
   * @param fault of {@link Unfit}; empty for none
   */
  byte[] release(String bundle, int counter, String fault) throws IOException {
    Path shipped = Swap.shipped(distribution, bundle);
    Path bundles = folder.resolve("bundles-" + counter);
    Path level = Files.createDirectories(bundles.resolve(shipped.getParent().getFileName()));
    rework(shipped, level.resolve(bundle + ".jar"), "1.0." + counter, fault);
    String archive = "dialect-" + counter + ".dp";
    release(
        "build -o %s --name dialect --version 1.0.%d --counter %d --expires 2099-01-01 --probation 2 --bundles %s"
            .formatted(archive, counter, counter, bundles));
    release("sign " + archive + " --key release.pem");
    return Files.readAllBytes(folder.resolve(archive));
  }

  private static void rework(Path from, Path to, String version, String fault) throws IOException {
    try (JarFile jar = new JarFile(from.toFile())) {
      Manifest manifest = new Manifest(jar.getManifest());
      Attributes main = manifest.getMainAttributes();
      main.putValue("Bundle-Version", version);
      if (!fault.isEmpty()) {
        main.putValue(Unfit.HEADER, fault);
        main.putValue("Bundle-Activator", Unfit.class.getName());
        StringBuilder imports = new StringBuilder(main.getValue("Import-Package"));
        for (String needed : List.of("org.osgi.framework", "org.apache.felix.hc.api")) {
          if (imports.indexOf(needed + ";") < 0) {
            imports.append(',').append(needed);
          }
        }
        main.putValue("Import-Package", imports.toString());
      }
      try (OutputStream file = Files.newOutputStream(to);
          JarOutputStream out = new JarOutputStream(file, manifest)) {
        copy(jar, out);
        if (!fault.isEmpty()) {
          out.putNextEntry(new JarEntry(UNFIT));
          try (InputStream in = Vendor.class.getClassLoader().getResourceAsStream(UNFIT)) {
            in.transferTo(out);
          }
        }
      }
    }
  }

  private static void copy(JarFile jar, JarOutputStream out) throws IOException {
    for (JarEntry entry : jar.stream().toList()) {
      if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
        out.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream in = jar.getInputStream(entry)) {
          in.transferTo(out);
        }
      }
    }
  }
}
