package io.tidegate.admin.updates.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Manifests of jars that are not installed. */
final class Jars {
  private Jars() {}

  /** Its main headers. */
  static Map<String, String> headers(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      if (manifest == null) {
        throw new IOException(jar.getFileName() + " has no manifest");
      }
      Map<String, String> headers = new HashMap<>();
      manifest
          .getMainAttributes()
          .forEach((key, value) -> headers.put(key.toString(), value.toString()));
      return headers;
    }
  }
}
