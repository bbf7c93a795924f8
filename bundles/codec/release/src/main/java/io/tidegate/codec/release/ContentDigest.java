package io.tidegate.codec.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The digest of what is in a bundle, however it is packed: of the names of its files, sorted, each
 * with the SHA-256 of its bytes. Folders do not count. Not for several threads.
 */
public final class ContentDigest {
  private final Map<String, byte[]> files = new TreeMap<>();

  /** Of a jar's file. */
  public static String of(Path file) throws IOException {
    ContentDigest digest = new ContentDigest();
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      List<JarEntry> entries = jar.stream().filter(each -> !each.isDirectory()).toList();
      for (JarEntry entry : entries) {
        try (InputStream in = jar.getInputStream(entry)) {
          digest.add(entry.getName(), in);
        }
      }
    }
    return digest.hex();
  }

  /** One file more, read to its end. */
  public void add(String name, InputStream in) throws IOException {
    MessageDigest digest = VerifyingKey.sha256();
    in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    files.put(name, digest.digest());
  }

  /** 64 small hexadecimal digits. */
  public String hex() {
    MessageDigest all = VerifyingKey.sha256();
    files.forEach(
        (name, digest) -> {
          all.update(name.getBytes(StandardCharsets.UTF_8));
          all.update((byte) 0);
          all.update(digest);
        });
    return HexFormat.of().formatHex(all.digest());
  }
}
