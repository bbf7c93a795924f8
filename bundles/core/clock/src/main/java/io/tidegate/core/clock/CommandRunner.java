package io.tidegate.core.clock;

import java.io.IOException;
import java.util.List;

/** Runs a command and returns what it printed. */
interface CommandRunner {

  /**
   * @return standard output and standard error, at most 16 KiB
   * @throws IOException when it cannot be started, fails, or does not end in time
   */
  String run(List<String> command) throws IOException, InterruptedException;
}
