package io.tidegate.admin.diagnostics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * One file for a support case: the report as text and JSON, the configuration, and as much of the
 * log as fits, the newest first; all of it cleaned line by line. Entries come in a fixed order with
 * a fixed time stamp. What goes in is bounded before it is packed, so that the file is at most 20
 * MiB whatever it holds.
 */
final class SupportArchive {
  /** As much as a small gateway cleans in seconds; well below 20 MiB even if none of it shrinks. */
  static final long MOST = 12L << 20;

  private static final int WIDTH = 4_000;
  private static final LocalDateTime STAMP = LocalDateTime.of(2026, 1, 1, 0, 0);
  private static final String ABOUT =
      """
      Support archive of a Tidegate gateway. diag.txt and diag.json: the same report. config/: what is
      set, without comments. log/: the log, newest file first as far as there was room.
      Passwords, keys and credentials are replaced by ***, id tokens, vehicles and contracts by names
      such as id~1a2b3c4d: the same name is the same identifier, everywhere in here.
      """;

  private final Redaction redaction;
  private final ZipOutputStream zip;
  private final Set<String> names = new HashSet<>();
  private long room = MOST;

  private SupportArchive(Redaction redaction, OutputStream out) {
    this.redaction = redaction;
    this.zip = new ZipOutputStream(out);
  }

  /**
   * Writes it; blocks for some seconds.
   *
   * @param report cleaned
   * @param configuration file names to lines
   */
  static void write(Path home, Map<String, ?> report, Map<String, ?> configuration, Writing to)
      throws IOException {
    SupportArchive archive = new SupportArchive(to.redaction(), to.out());
    archive.entry("README.txt", ABOUT);
    archive.entry("diag.txt", Tree.text(report));
    archive.entry("diag.json", Tree.json(report));
    for (Map.Entry<String, ?> file : configuration.entrySet()) {
      if (file.getValue() instanceof List<?> lines) {
        String text = String.join("\n", lines.stream().map(String::valueOf).toList());
        archive.entry("config/" + file.getKey(), text + "\n");
      }
    }
    for (Path log : logs(home.resolve("log"))) {
      archive.log(log);
    }
    archive.zip.finish();
  }

  /** Where to, and with what is taken out. */
  record Writing(Redaction redaction, OutputStream out) {}

  /** The one that is written to first, then the rolled ones, newest first by their names. */
  private static List<Path> logs(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> logs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(Files::isRegularFile)
          .filter(f -> f.getFileName().toString().matches(".*\\.log(?:\\.gz)?"))
          .sorted(
              Comparator.comparing((Path f) -> !f.endsWith("tidegate.log"))
                  .thenComparing(Comparator.comparing(SupportArchive::age).reversed()))
          .forEach(logs::add);
    }
    return logs;
  }

  /** Numbers in names count as such: {@code .9.log.gz} is older than {@code .10.log.gz}. */
  private static String age(Path log) {
    return java.util.regex.Pattern.compile("[0-9]+")
        .matcher(log.getFileName().toString())
        .replaceAll(n -> "%9s".formatted(n.group()));
  }

  private void entry(String name, String text) throws IOException {
    open(name);
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (!line(line)) {
        break;
      }
    }
    zip.closeEntry();
  }

  /** A log's end matters most: what does not fit is left out at its beginning. */
  private void log(Path file) throws IOException {
    if (room <= 0) {
      return;
    }
    String name = file.getFileName().toString().replaceAll("\\.gz$", "");
    open("log/" + name);
    boolean packed = file.toString().endsWith(".gz");
    long skip = packed ? 0 : Math.max(0, Files.size(file) - room / 2);
    CharsetDecoder lenient =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    try (InputStream raw = Files.newInputStream(file)) {
      raw.skipNBytes(skip);
      InputStream in = packed ? new GZIPInputStream(raw) : raw;
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, lenient));
      boolean more = true;
      for (String line = bounded(reader); line != null && more; line = bounded(reader)) {
        more = line(line);
      }
    } catch (java.io.EOFException | java.util.zip.ZipException e) {
      line("... cannot be read further: " + e.getMessage());
    }
    zip.closeEntry();
  }

  /** A line without its excess; null at the end. */
  private static String bounded(BufferedReader reader) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (line.length() < WIDTH && c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Names of files tell of vehicles and contracts as their lines do. */
  private void open(String name) throws IOException {
    String cleaned = redaction.clean(name).replaceAll("[\\p{Cntrl}\\\\]", "?");
    while (!names.add(cleaned)) {
      cleaned = cleaned + "-" + names.size();
    }
    ZipEntry entry = new ZipEntry(cleaned);
    entry.setTimeLocal(STAMP);
    zip.putNextEntry(entry);
  }

  private boolean line(String line) throws IOException {
    byte[] bytes = (redaction.clean(line) + "\n").getBytes(StandardCharsets.UTF_8);
    if (bytes.length > room) {
      room = 0;
      return false;
    }
    room -= bytes.length;
    zip.write(bytes);
    return true;
  }
}
