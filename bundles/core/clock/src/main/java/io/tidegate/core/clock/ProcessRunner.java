package io.tidegate.core.clock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command as a child process. What it prints must fit into a pipe (64 KiB on Linux): a
 * command that prints more blocks, and is ended at the deadline like one that hangs.
 */
final class ProcessRunner implements CommandRunner {
  static final int MOST_OUTPUT = 16 << 10;
  private final long deadlineMillis;

  ProcessRunner(long deadlineMillis) {
    this.deadlineMillis = deadlineMillis;
  }

  @Override
  public String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("LC_ALL", "C");
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(deadlineMillis, TimeUnit.MILLISECONDS)) {
        throw new IOException(command.get(0) + " did not answer within " + deadlineMillis + " ms");
      }
      String output =
          new String(process.getInputStream().readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new IOException(
            command.get(0) + " ended with " + process.exitValue() + ": " + firstLine(output));
      }
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String firstLine(String output) {
    return output.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
  }
}
