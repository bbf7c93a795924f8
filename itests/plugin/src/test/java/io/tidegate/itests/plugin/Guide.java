package io.tidegate.itests.plugin;

import io.tidegate.itests.harness.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * docs/write-a-plugin.md, whose commands a shell runs to the letter. {@code mvn} and {@code
 * tidegate} are found where the test says, and the gateway by {@code TIDEGATE_HOME}.
 */
final class Guide {
  private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```");
  private static final long PATIENCE_MINUTES = 15;

  private final String text;
  private final Path directory;
  private final String path;
  private final Path home;

  /**
   * @param directory where the vendor works
   * @param path where commands are looked for first
   * @param home of the gateway
   */
  Guide(Path directory, String path, Path home) throws IOException {
    this.text = Files.readString(Gateway.root().resolve("docs/write-a-plugin.md"));
    this.directory = directory;
    this.path = path + ":" + System.getenv("PATH");
    this.home = home;
  }

  /** Does what the section of that number says; what the commands print. */
  String follow(int number) throws IOException, InterruptedException {
    int begin = text.indexOf("\n## " + number + ". ");
    int end = text.indexOf("\n## ", begin + 1);
    if (begin < 0) {
      throw new AssertionError("there is no section " + number);
    }
    Matcher blocks = COMMANDS.matcher(text.substring(begin, end < 0 ? text.length() : end));
    StringBuilder script = new StringBuilder("set -eux\n");
    while (blocks.find()) {
      script.append(blocks.group(1));
    }
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", script.toString());
    shell.environment().put("PATH", path);
    shell.environment().put("TIDEGATE_HOME", home.toString());
    Process process = shell.directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said;
    try (InputStream in = process.getInputStream()) {
      said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError("section " + number + "\n" + said);
    }
    return said;
  }
}
