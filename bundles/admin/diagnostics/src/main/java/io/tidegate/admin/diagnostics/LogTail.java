package io.tidegate.admin.diagnostics;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** The last warnings and errors of the log file; reads at most its last 256 KiB. */
final class LogTail {
  private static final int BYTES = 256 * 1024;
  private static final int LINES = 50;
  private static final int WIDTH = 500;
  private static final Pattern LEVEL = Pattern.compile("\\b(?:WARN|ERROR)\\b");

  private LogTail() {}

  static List<String> read(Path log, Redaction redaction) throws IOException {
    if (!Files.isRegularFile(log)) {
      return List.of();
    }
    Deque<String> last = new ArrayDeque<>();
    for (String line : tail(log).lines().toList()) {
      if (LEVEL.matcher(line).find()) {
        last.addLast(line.length() > WIDTH ? line.substring(0, WIDTH) + " …" : line);
        if (last.size() > LINES) {
          last.removeFirst();
        }
      }
    }
    return last.stream().map(redaction::clean).toList();
  }

  private static String tail(Path log) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - BYTES);
      file.seek(from);
      byte[] bytes = new byte[(int) (file.length() - from)];
      int read = 0;
      while (read < bytes.length) {
        int more = file.read(bytes, read, bytes.length - read);
        if (more < 0) {
          break;
        }
        read += more;
      }
      return new String(bytes, 0, read, StandardCharsets.UTF_8);
    }
  }
}
