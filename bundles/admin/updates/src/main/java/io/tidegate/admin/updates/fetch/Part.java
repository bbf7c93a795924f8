package io.tidegate.admin.updates.fetch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tidegate.api.update.ReleaseSource.OfUri;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What has come of a file so far: {@code NAME.part}, and beside it {@code NAME.part.json} which
 * says of what it is a part and how much of it is surely on the disk. After a restart only that
 * much counts. Not thread-safe.
 */
final class Part implements AutoCloseable {
  /** Bytes between two moments at which all is brought to the disk. */
  private static final long STRIDE = 4L << 20;

  private static final int BUFFER = 65_536;
  private static final JsonFactory JSON = new JsonFactory();

  private final OfUri source;
  private final Path target;
  private final Path file;
  private final Path note;
  private final FileChannel channel;

  private String etag = "";
  private long total = -1;
  private long size;
  private long synced;
  private boolean resumed;

  private record Note(String uri, String sha256, String etag, long total, long synced) {
    static final Note NONE = new Note("", "", "", -1, 0);
  }

  private Part(OfUri source, Path target) throws IOException {
    this.source = source;
    this.target = target;
    file = target.resolveSibling(target.getFileName() + ".part");
    note = target.resolveSibling(target.getFileName() + ".part.json");
    Files.createDirectories(target.toAbsolutePath().getParent());
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Goes on with what is there when it is of the same file, else begins anew. */
  static Part open(OfUri source, Path target) throws IOException {
    Part part = new Part(source, target);
    try {
      part.recall(part.read());
      return part;
    } catch (IOException | RuntimeException e) {
      part.channel.close();
      throw e;
    }
  }

  /** Removes what has come of a file. */
  static void forget(Path target) throws IOException {
    Files.deleteIfExists(target.resolveSibling(target.getFileName() + ".part.json"));
    Files.deleteIfExists(target.resolveSibling(target.getFileName() + ".part"));
  }

  private void recall(Note old) throws IOException {
    boolean sameContent =
        !source.sha256().isEmpty() && source.sha256().equalsIgnoreCase(old.sha256);
    boolean sameUri = old.uri.equals(uriDigest());
    boolean sameFile = sameUri && !old.etag.isEmpty();
    boolean known = (sameContent || sameFile) && old.synced <= channel.size();
    size = known ? old.synced : 0;
    channel.truncate(size);
    channel.position(size);
    synced = size;
    etag = known && sameUri ? old.etag : "";
    total = known ? old.total : -1;
    resumed = size > 0;
  }

  long size() {
    return size;
  }

  /** Of the whole file; -1 while it is not known. */
  long total() {
    return total;
  }

  /** Names this version of the file; empty when the server gave no strong one. */
  String etag() {
    return etag;
  }

  /** Whether some of it came from an earlier answer, so that parts may not fit together. */
  boolean resumed() {
    return resumed;
  }

  /** Whether it makes sense to ask for the rest alone. */
  boolean resumable() {
    return size > 0 && (!etag.isEmpty() || !source.sha256().isEmpty());
  }

  /** A further answer brings the rest. */
  void resume() {
    resumed = true;
  }

  /** Throws away what has come and takes another answer from its beginning. */
  void restart(String newEtag, long newTotal) throws IOException {
    channel.truncate(0);
    channel.position(0);
    size = 0;
    synced = 0;
    resumed = false;
    etag = newEtag;
    total = newTotal;
    write();
  }

  void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      size += channel.write(bytes);
    }
    if (size - synced >= STRIDE) {
      sync();
    }
  }

  /** Brings all of it to the disk. */
  void sync() throws IOException {
    channel.force(false);
    synced = size;
    write();
  }

  /** The digest of all that has come, in small hexadecimal digits. Reads the whole file. */
  String sha256() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = digest();
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  /** An address may hold a secret. */
  private String uriDigest() {
    byte[] uri = source.uri().toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(digest().digest(uri));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }

  /** It is whole: gives it its name, for good. */
  void finish() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(note);
    try (FileChannel folder = FileChannel.open(target.toAbsolutePath().getParent())) {
      folder.force(true);
    }
  }

  private void write() throws IOException {
    Path fresh = note.resolveSibling(note.getFileName() + ".tmp");
    try (FileChannel out =
            FileChannel.open(
                fresh,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        OutputStream bytes = java.nio.channels.Channels.newOutputStream(out);
        JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("uri", uriDigest());
      json.writeStringField("sha256", source.sha256().toLowerCase(Locale.ROOT));
      json.writeStringField("etag", etag);
      json.writeNumberField("total", total);
      json.writeNumberField("synced", synced);
      json.writeEndObject();
      json.flush();
      out.force(true);
    }
    Files.move(fresh, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What the note says; nothing when there is none that can be read. */
  private Note read() throws IOException {
    if (!Files.isRegularFile(note) || Files.size(note) > BUFFER) {
      return Note.NONE;
    }
    String uri = "";
    String sha256 = "";
    String tag = "";
    long whole = -1;
    long sure = 0;
    try (JsonParser json = JSON.createParser(note.toFile())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "uri" -> uri = json.getText();
          case "sha256" -> sha256 = json.getText();
          case "etag" -> tag = json.getText();
          case "total" -> whole = json.getLongValue();
          case "synced" -> sure = Math.max(0, json.getLongValue());
          default -> json.skipChildren();
        }
      }
    } catch (IOException e) {
      return Note.NONE; // half-written or not ours: the file is fetched from its beginning
    }
    return new Note(uri, sha256, tag, whole, sure);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
