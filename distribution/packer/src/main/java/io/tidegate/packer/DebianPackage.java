package io.tidegate.packer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * All bundles as a package of Debian for Kura 6 (deb(5)): its folders are start levels, and one
 * whose name ends in {@code s} is started. A guard is no part of it: apt verifies its repository's
 * signature.
 */
final class DebianPackage {
  private static final String PLUGINS = "opt/eclipse/kura/plugins/";
  private static final String OWNER = "kurad";
  private static final int PRIVATE = 0600;
  private static final int TEXT = 0644;
  private static final int SCRIPT = 0755;

  private final Tar data;
  private final StringBuilder sums = new StringBuilder();
  private final long seconds;
  private long length;

  private DebianPackage(Instant time) {
    seconds = time.getEpochSecond();
    data = new Tar(OWNER, seconds);
  }

  /**
   * Writes it.
   *
   * @param templates folder of control, postinst, postrm and copyright
   */
  static void write(
      String version, Instant time, List<Plan.Placed> bundles, Path templates, Path to)
      throws IOException {
    new DebianPackage(time).write(version, bundles, templates, to);
  }

  private void write(String version, List<Plan.Placed> bundles, Path templates, Path to)
      throws IOException {
    add(
        "usr/share/doc/tidegate-kura/copyright",
        TEXT,
        Files.readAllBytes(templates.resolve("copyright")));
    for (Plan.Placed placed : bundles) {
      String name =
          PLUGINS
              + level(placed)
              + "/"
              + placed.bundle().symbolicName()
              + "-"
              + placed.bundle().version()
              + ".jar";
      add(name, PRIVATE, Files.readAllBytes(placed.bundle().file()));
    }
    Tar control = new Tar(OWNER, seconds);
    String text =
        Files.readString(templates.resolve("control"))
            .replace("${version}", version)
            .replace("${size}", Long.toString(length / 1024 + 1));
    control.add("control", TEXT, text.getBytes(StandardCharsets.UTF_8));
    control.add("md5sums", TEXT, sums.toString().getBytes(StandardCharsets.UTF_8));
    for (String script : List.of("postinst", "postrm")) {
      control.add(script, SCRIPT, Files.readAllBytes(templates.resolve(script)));
    }
    try (OutputStream out = Files.newOutputStream(to)) {
      out.write("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
      member(out, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
      member(out, "control.tar.gz", control.gzip());
      member(out, "data.tar.gz", data.gzip());
    }
  }

  /** Fragments and the home first; libraries, then what uses them. */
  private static String level(Plan.Placed placed) {
    if (placed.bundle().fragment()) {
      return "5";
    }
    return placed.level() == 1 ? "4s" : placed.level() == 2 ? "5s" : "6s";
  }

  private void add(String name, int mode, byte[] content) throws IOException {
    data.add(name, mode, content);
    length += content.length;
    sums.append(md5(content)).append("  ").append(name).append('\n');
  }

  private static String md5(byte[] content) {
    try {
      // what dpkg compares files with; it vouches for nothing
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private void member(OutputStream out, String name, byte[] content) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(
        String.format(
                Locale.ROOT,
                "%-16s%-12d%-6d%-6d%-8s%-10d`\n",
                name,
                seconds,
                0,
                0,
                "100644",
                content.length)
            .getBytes(StandardCharsets.US_ASCII));
    header.writeTo(out);
    out.write(content);
    if (content.length % 2 == 1) {
      out.write('\n');
    }
  }
}
