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
  private long size;

  private Incoming(Upload upload, Path beside, FileChannel out) {
    this.upload = upload;
    this.beside = beside;
    this.out = out;
  }

  /** Empty when it is there already, or another is sending it. */
  static Optional<Incoming> begin(Upload upload) throws IOException {
    Path beside = upload.file().resolveSibling(upload.file().getFileName() + ".part");
    Files.createDirectories(beside.getParent());
    if (Files.exists(upload.file())) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Incoming(
              upload,
              beside,
              FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)));
    } catch (FileAlreadyExistsException e) {
      return Optional.empty();
    }
  }

  /** False when it is longer than it may be. */
  boolean take(ByteBuf bytes) throws IOException {
    size += bytes.readableBytes();
    if (size > upload.most()) {
      return false;
    }
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
