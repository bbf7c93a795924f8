package io.tidegate.packer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/** A gzipped archive of POSIX.1-1988 (ustar). The same files, the same bytes. */
final class Tar {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int PREFIX = 155;

  private final String owner;
  private final long seconds;
  private final TreeSet<String> folders = new TreeSet<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /**
   * @param owner of files below {@code opt}; all else belongs to root
   * @param seconds since 1970: time of every file
   */
  Tar(String owner, long seconds) {
    this.owner = owner;
    this.seconds = seconds;
  }

  /**
   * A file, and the folders that it is in.
   *
   * @param name with slashes, without one in front
   */
  void add(String name, int mode, byte[] content) throws IOException {
    for (int at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
      if (folders.add(name.substring(0, at))) {
        header(name.substring(0, at) + "/", 0755, 0, '5');
      }
    }
    header(name, mode, content.length, '0');
    bytes.write(content);
    bytes.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private void header(String name, int mode, long length, char type) throws IOException {
    String path = "./" + name;
    int cut = path.length() <= NAME ? 0 : path.indexOf('/', path.length() - NAME - 1) + 1;
    if (cut > PREFIX || path.length() - cut > NAME) {
      throw new IOException(name + " is too long a name");
    }
    String user = name.startsWith("opt/eclipse/kura/plugins/") && type == '0' ? owner : "root";
    byte[] block = new byte[BLOCK];
    text(block, 0, path.substring(cut));
    octal(block, 100, 7, mode);
    octal(block, 108, 7, 0);
    octal(block, 116, 7, 0);
    octal(block, 124, 11, length);
    octal(block, 136, 11, seconds);
    block[156] = (byte) type;
    text(block, 257, "ustar\0" + "00");
    text(block, 265, user);
    text(block, 297, user);
    text(block, 345, cut == 0 ? "" : path.substring(0, cut - 1));
    text(block, 148, "        ");
    int sum = 0;
    for (byte each : block) {
      sum += each & 0xff;
    }
    octal(block, 148, 6, sum);
    block[155] = ' ';
    bytes.write(block);
  }

  private static void text(byte[] block, int at, String text) {
    byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer.wrap(block).put(at, ascii);
  }

  private static void octal(byte[] block, int at, int digits, long number) {
    text(block, at, String.format(Locale.ROOT, "%0" + digits + "o\0", number));
  }

  byte[] gzip() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      bytes.writeTo(gzip);
      gzip.write(new byte[2 * BLOCK]);
    }
    return out.toByteArray();
  }
}
