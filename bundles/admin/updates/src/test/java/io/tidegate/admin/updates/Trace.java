package io.tidegate.admin.updates;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was done to a folder, in its sequence, and what may be found there when it ends after any of
 * it. Names are relative to the folder; the folder itself is {@code ""}.
 */
final class Trace {

  /** A file whatever its name is. */
  static final class Content {}

  private sealed interface Step {}

  private record Create(String name, Content content) implements Step {}

  private record Rename(String from, String to) implements Step {}

  private record Delete(String name) implements Step {}

  private record MakeFolder(String name) implements Step {}

  /** The names in a folder are on the disk. */
  private record Flush(String folder) implements Step {}

  private record Write(Content content, long at, byte[] bytes) implements Step {}

  private record Truncate(Content content) implements Step {}

  /** What was written to a file is on the disk. */
  private record Force(Content content) implements Step {}

  /** What becomes of what was not flushed. */
  enum Loss {
    /** The process has ended, the machine goes on. */
    NONE,
    /** The power is gone, and with it all that may go. */
    ALL,
    /** Some of the data, and the last names. */
    SOME
  }

  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Content> names = new HashMap<>();

  int length() {
    return steps.size();
  }

  Content content(String name) {
    return names.get(name);
  }

  Content created(String name) {
    Content content = new Content();
    names.put(name, content);
    steps.add(new Create(name, content));
    return content;
  }

  void truncated(Content content) {
    steps.add(new Truncate(content));
  }

  void wrote(Content content, long at, byte[] bytes) {
    steps.add(new Write(content, at, bytes));
  }

  void forced(Content content) {
    steps.add(new Force(content));
  }

  void flushed(String folder) {
    steps.add(new Flush(folder));
  }

  void madeFolder(String name) {
    steps.add(new MakeFolder(name));
  }

  void deleted(String name) {
    names.remove(name);
    steps.add(new Delete(name));
  }

  void renamed(String from, String to) {
    names.put(to, names.remove(from));
    steps.add(new Rename(from, to));
  }

  /** The folder as it may be found when only the first so many steps were done. */
  void rebuild(int done, Loss loss, Random random, Path into) throws IOException {
    // names are kept in their sequence: whatever a folder's flush covers, and some more
    int kept = loss == Loss.NONE ? done : loss == Loss.ALL ? 0 : random.nextInt(done + 1);
    Map<String, Content> files = new TreeMap<>();
    TreeSet<String> folders = new TreeSet<>(List.of(""));
    for (int i = 0; i < done; i++) {
      if (i < kept || flushedLater(i, done)) {
        apply(steps.get(i), files, folders);
      }
    }
    for (String folder : folders) {
      if (there(folder, folders)) {
        Files.createDirectories(into.resolve(folder));
      }
    }
    for (Map.Entry<String, Content> file : files.entrySet()) {
      if (there(parent(file.getKey()), folders)) {
        Files.write(into.resolve(file.getKey()), bytes(file.getValue(), done, loss, random));
      }
    }
  }

  private static void apply(Step step, Map<String, Content> files, TreeSet<String> folders) {
    if (step instanceof Create create) {
      files.put(create.name(), create.content());
    } else if (step instanceof Delete delete) {
      files.remove(delete.name());
    } else if (step instanceof MakeFolder folder) {
      folders.add(folder.name());
    } else if (step instanceof Rename rename) {
      files.put(rename.to(), files.remove(rename.from()));
    }
  }

  /** With all above it. */
  private static boolean there(String folder, TreeSet<String> folders) {
    return folders.contains(folder) && (folder.isEmpty() || there(parent(folder), folders));
  }

  private static String parent(String name) {
    return name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
  }

  private boolean flushedLater(int at, int done) {
    String folder;
    if (steps.get(at) instanceof Create create) {
      folder = parent(create.name());
    } else if (steps.get(at) instanceof Delete delete) {
      folder = parent(delete.name());
    } else if (steps.get(at) instanceof MakeFolder made) {
      folder = parent(made.name());
    } else if (steps.get(at) instanceof Rename rename) {
      folder = parent(rename.to());
    } else {
      return false;
    }
    return steps.subList(at, done).contains(new Flush(folder));
  }

  /** Of a file: all that was forced, and of the rest what the loss leaves. */
  private byte[] bytes(Content content, int done, Loss loss, Random random) {
    int forced = steps.subList(0, done).lastIndexOf(new Force(content));
    byte[] bytes = new byte[0];
    for (int i = 0; i < done; i++) {
      boolean kept = i < forced || loss == Loss.NONE || (loss == Loss.SOME && random.nextBoolean());
      if (kept && steps.get(i) instanceof Write write && write.content() == content) {
        bytes = written(bytes, write);
      } else if (kept && steps.get(i) instanceof Truncate cut && cut.content() == content) {
        bytes = new byte[0];
      }
    }
    return bytes;
  }

  private static byte[] written(byte[] before, Write write) {
    int end = (int) write.at() + write.bytes().length;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(java.util.Arrays.copyOf(before, Math.max(before.length, end)));
    byte[] after = out.toByteArray();
    System.arraycopy(write.bytes(), 0, after, (int) write.at(), write.bytes().length);
    return after;
  }

  /** What the last of the first so many steps was. */
  String last(int done) {
    return done == 0 ? "nothing" : steps.get(done - 1).getClass().getSimpleName();
  }
}
