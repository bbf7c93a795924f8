package io.tidegate.core.site;

import io.tidegate.codec.yaml.Problem;
import io.tidegate.codec.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Sees when the site file's content has changed. Confined to one thread. */
final class SiteWatch {
  private final Path path;
  private final String name;
  private Stamp stamp;
  private Stamp unsettled;
  private byte[] content;
  private String trouble = "";

  private record Stamp(long modified, long size, Object key) {}

  /**
   * @param file relative to {@code home} or absolute; sentences call it so
   */
  SiteWatch(Path home, String file) {
    this.path = home.resolve(file);
    this.name = file;
  }

  /**
   * What the file holds now, when that is not what an earlier call saw. A change is read once the
   * file has stayed the same from one call to the next: an editor may be in the middle of writing,
   * and half a list of stations is a valid file too.
   */
  Optional<SiteFile.Reading> changed() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      Stamp now =
          new Stamp(
              attributes.lastModifiedTime().toMillis(), attributes.size(), attributes.fileKey());
      if (now.equals(stamp)) {
        return Optional.empty();
      }
      if (stamp != null && !now.equals(unsettled)) {
        unsettled = now;
        return Optional.empty();
      }
      byte[] bytes = read(path);
      stamp = now;
      unsettled = null;
      trouble = "";
      if (Arrays.equals(bytes, content)) {
        return Optional.empty();
      }
      content = bytes;
      return Optional.of(SiteFile.read(name, bytes));
    } catch (IOException e) {
      return trouble(e);
    }
  }

  /** One byte more than a file may have at most, so that a larger one is seen to be larger. */
  static byte[] read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(YamlFile.MAX_BYTES + 1);
    }
  }

  /** Why a file could not be read, as a problem. */
  static Problem unreadable(String name, IOException e) {
    return new Problem(name, 0, "", reason(e));
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "is not there";
    }
    // the kernel's word, "Is a directory" or "Permission denied", comes in different wrappings
    String word =
        e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    return "cannot be read: " + word;
  }

  private Optional<SiteFile.Reading> trouble(IOException e) {
    Problem problem = unreadable(name, e);
    stamp = null;
    content = null;
    if (problem.toString().equals(trouble)) {
      return Optional.empty();
    }
    trouble = problem.toString();
    return Optional.of(new SiteFile.Reading(Optional.empty(), List.of(problem)));
  }
}
