package io.tidegate.charging.ocpp.operations;

import io.tidegate.api.operation.Endpoint.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Firmware in {@code data/firmware}, each once, by its checksum: a file and its description.
 * Blocks; any thread, but what changes it is refused while another does: an upload may take
 * minutes, and nobody shall wait for it with a thread.
 */
final class FirmwareStore {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final long NANOS = 1_000_000_000L;
  private static final long SECONDS = 900;

  private final Path folder;
  private final Signatures signatures;
  private final Supplier<OperationsConfig> config;
  private final InstantSource time;
  private final ReentrantLock changing = new ReentrantLock();

  FirmwareStore(Around around) {
    folder = around.home().resolve("data").resolve("firmware");
    signatures = new Signatures(around.home().resolve("config").resolve("firmware-roots.pem"));
    config = around.config();
    time = around.time();
  }

  /** What is expected of a file. */
  record Expected(String name, String sha256, String certificate, String signature) {}

  Path file(Firmware firmware) {
    return folder.resolve(firmware.id() + ".bin");
  }

  List<Firmware> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Firmware> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        found.add(Firmware.of(Json.read(Files.readString(file))));
      }
    }
    return found;
  }

  Firmware get(String id) throws IOException {
    Path file = folder.resolve(id + ".json");
    if (!ID.matcher(id).matches() || !Files.exists(file)) {
      throw new Refusal(404, "NO_FIRMWARE", "There is no such firmware.");
    }
    return Firmware.of(Json.read(Files.readString(file)));
  }

  /**
   * Takes a file, as long as the configuration allows, within 15 minutes.
   *
   * @throws Refusal when it is too long, or not what is expected
   */
  Firmware add(InputStream in, Expected expected) throws IOException {
    alone();
    try {
      return keep(in, expected);
    } finally {
      changing.unlock();
    }
  }

  private void alone() {
    if (!changing.tryLock()) {
      throw new Refusal(409, "FIRMWARE_BUSY", "Another firmware is being taken: try again later.");
    }
  }

  private Firmware keep(InputStream in, Expected expected) throws IOException {
    Files.createDirectories(folder);
    if (all().size() >= config.get().keeping().firmwares()) {
      throw new Refusal(409, "TOO_MANY_FIRMWARES", "Delete a firmware first (firmware.keep).");
    }
    Path beside = Files.createTempFile(folder, "incoming", ".part");
    try {
      Digests digests = copy(in, beside);
      if (!expected.sha256().isEmpty() && !expected.sha256().equalsIgnoreCase(digests.sha256())) {
        throw new Refusal(422, "WRONG_CHECKSUM", "The file's SHA-256 is another.", "sha256");
      }
      Firmware firmware =
          new Firmware(
              digests.sha256().substring(0, 32),
              expected.name(),
              Files.size(beside),
              digests.sha256(),
              digests.md5(),
              expected.certificate(),
              expected.signature(),
              time.instant().toString());
      check(firmware, beside);
      Files.move(beside, file(firmware), StandardCopyOption.ATOMIC_MOVE);
      describe(firmware);
      return firmware;
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** Adds the signature of a firmware that came without. */
  Firmware sign(String id, String certificate, String signature) throws IOException {
    alone();
    try {
      Firmware firmware = get(id).signed(certificate, signature);
      check(firmware, file(firmware));
      describe(firmware);
      return firmware;
    } finally {
      changing.unlock();
    }
  }

  private void check(Firmware firmware, Path file) throws IOException {
    if (firmware.signed() || !firmware.certificate().isEmpty()) {
      String problem = signatures.problem(file, firmware.certificate(), firmware.signature());
      if (!problem.isEmpty()) {
        throw new Refusal(422, "WRONG_SIGNATURE", problem, "signature");
      }
    }
  }

  private void describe(Firmware firmware) throws IOException {
    Path beside = folder.resolve(firmware.id() + ".new");
    Files.writeString(beside, Json.object(firmware::store));
    Files.move(
        beside,
        folder.resolve(firmware.id() + ".json"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  void delete(String id) throws IOException {
    alone();
    try {
      Firmware firmware = get(id);
      Files.deleteIfExists(folder.resolve(id + ".json"));
      Files.deleteIfExists(file(firmware));
    } finally {
      changing.unlock();
    }
  }

  private record Digests(String sha256, String md5) {}

  private Digests copy(InputStream in, Path to) throws IOException {
    long most = config.get().keeping().firmwareBytes();
    long end = System.nanoTime() + SECONDS * NANOS;
    MessageDigest sha = digest("SHA-256");
    MessageDigest md5 = digest("MD5");
    byte[] buffer = new byte[64 * 1_024];
    long size = 0;
    Room room = new Room(folder, config.get().keeping().freeBytes());
    try (OutputStream out = Files.newOutputStream(to)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        size += read;
        if (size > most) {
          throw new Refusal(
              413, "TOO_LARGE", "The firmware is longer than firmware.max.mib allows.");
        }
        if (System.nanoTime() - end > 0) {
          throw new Refusal(408, "TOO_SLOW", "The firmware took longer than 15 minutes.");
        }
        roomFor(room, read);
        sha.update(buffer, 0, read);
        md5.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    if (size == 0) {
      throw new Refusal(422, "EMPTY", "The firmware is empty.");
    }
    return new Digests(hex(sha), hex(md5));
  }

  private static void roomFor(Room room, int bytes) {
    try {
      room.take(bytes);
    } catch (IOException e) {
      throw new Refusal(507, "DISK_FULL", "No firmware is taken: " + e.getMessage() + ".");
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }

  /** A name for people: no path, nothing that does not print. */
  static String name(Optional<String> given) {
    String plain = given.orElse("firmware").replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.length() > 100 ? plain.substring(0, 100) : plain;
  }
}
