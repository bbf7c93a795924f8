package io.tidegate.charging.ocpp.operations;

import io.netty.buffer.ByteBuf;
import io.tidegate.charging.ocpp.operations.Tickets.Upload;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that a station is sending. One thread. */
final class Incoming {
  private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

  private final Upload upload;
  private final Path beside;
  private final FileChannel out;
  private final Room room;
  private long size;

  private Incoming(Upload upload, Path beside, FileChannel out, Room room) {
    this.upload = upload;
    this.beside = beside;
    this.out = out;
    this.room = room;
  }

  /**
   * Empty when it is there already, or another is sending it.
   *
   * @param freeBytes of the disk that stay free
   * @throws IOException when the disk is full
   */
  static Optional<Incoming> begin(Upload upload, long freeBytes) throws IOException {
    Path beside = upload.file().resolveSibling(upload.file().getFileName() + ".part");
    Files.createDirectories(beside.getParent());
    if (Files.exists(upload.file())) {
      return Optional.empty();
    }
    Room room = new Room(beside.getParent(), freeBytes);
    room.take(0);
    try {
      return Optional.of(
          new Incoming(
              upload,
              beside,
              FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              room));
    } catch (FileAlreadyExistsException e) {
      return Optional.empty();
    }
  }

  /**
   * False when it is longer than it may be.
   *
   * @throws IOException when it cannot be written, or would fill the disk
   */
  boolean take(ByteBuf bytes) throws IOException {
    size += bytes.readableBytes();
    if (size > upload.most()) {
      return false;
    }
    room.take(bytes.readableBytes());
    while (bytes.isReadable()) {
      bytes.readBytes(out, bytes.readableBytes());
    }
    return true;
  }

  void finish() throws IOException {
    out.close();
    Files.move(beside, upload.file(), StandardCopyOption.ATOMIC_MOVE);
    upload.done().accept(size);
  }

  void abandon() {
    try {
      out.close();
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      LOG.warn("{} stays: {}", beside, e.toString());
    }
  }
}
