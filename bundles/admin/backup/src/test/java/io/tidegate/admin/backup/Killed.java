package io.tidegate.admin.backup;

import java.nio.file.Path;
import java.util.Optional;

/** A restore in a process of its own, to be killed. Arguments: home, backup. */
final class Killed {
  private Killed() {}

  public static void main(String[] arguments) throws Exception {
    new Restore(Path.of(arguments[0]), new Journals(), folder -> Long.MAX_VALUE)
        .read(Path.of(arguments[1]), Optional.empty());
    System.out.println("done");
  }
}
