package io.tidegate.codec.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentDigestTest {
  @TempDir Path folder;

  @Test
  void isTheSameHoweverTheJarIsPacked() throws IOException {
    String packed = ContentDigest.of(jar(9, "a/", "", "a/one", "1", "a/two", "2"));
    assertThat(ContentDigest.of(jar(0, "a/two", "2", "a/one", "1"))).isEqualTo(packed);
    ContentDigest seen = new ContentDigest();
    seen.add("a/two", stream("2"));
    seen.add("a/one", stream("1"));
    assertThat(seen.hex()).isEqualTo(packed).matches("[0-9a-f]{64}");
  }

  @Test
  void changesWithEveryNameAndEveryByte() throws IOException {
    String packed = ContentDigest.of(jar(9, "a/one", "1", "a/two", "2"));
    assertThat(packed)
        .isNotEqualTo(ContentDigest.of(jar(9, "a/one", "1", "a/two", "3")))
        .isNotEqualTo(ContentDigest.of(jar(9, "a/one", "2", "a/two", "1")))
        .isNotEqualTo(ContentDigest.of(jar(9, "a/one", "1", "a/three", "2")))
        .isNotEqualTo(ContentDigest.of(jar(9, "a/one", "1")));
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path jar(int level, String... namesAndTexts) throws IOException {
    Path file = Files.createTempFile(folder, "bundle", ".jar");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(level);
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        stream(namesAndTexts[i + 1]).transferTo(zip);
      }
    }
    return file;
  }
}
