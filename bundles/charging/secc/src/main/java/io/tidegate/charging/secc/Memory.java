package io.tidegate.charging.secc;

import io.tidegate.api.journal.StateStore;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.vehicle.EvseView.PausedSession;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Paused sessions over a restart: one for each EVSE, in the state store. Thread-safe. */
final class Memory {
  private static final Logger LOG = LoggerFactory.getLogger(Memory.class);
  private static final String SPACE = "secc";
  private static final int VERSION = 1;
  private static final int MOST = 60_000;

  private volatile Optional<StateStore> store = Optional.empty();

  void bind(StateStore newer) {
    store = Optional.of(newer);
  }

  void unbind(StateStore older) {
    store = store.filter(s -> !s.equals(older));
  }

  /** Writes or forgets it; comes back at once. */
  void keep(EvseId evse, Effect.Keep keep) {
    Optional<StateStore> now = store;
    if (now.isEmpty()) {
      return;
    }
    byte[] bytes = keep.paused().map(p -> write(p, keep.transaction(), keep.booked())).orElse(null);
    if (bytes != null && bytes.length > MOST) {
      LOG.warn("EVSE {}: the paused session is too large to be kept over a restart", evse);
      return;
    }
    var unused =
        now.get()
            .put(SPACE, evse.value(), bytes)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    LOG.warn("EVSE {}: its paused session is not durable: {}", evse, failure + "");
                  }
                });
  }

  /** What was paused there before the restart. Blocks. */
  Optional<Command.Remember> recall(EvseId evse) {
    return store.map(s -> s.all(SPACE).get(evse.value())).flatMap(Memory::read);
  }

  static byte[] write(PausedSession paused, String transaction, int booked) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(transaction);
      out.writeInt(booked);
      out.writeUTF(paused.schema());
      for (byte[] part : new byte[][] {paused.sessionId(), paused.vehicle(), paused.state()}) {
        out.writeInt(part.length);
        out.write(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes everything", e);
    }
    return bytes.toByteArray();
  }

  static Optional<Command.Remember> read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        return Optional.empty();
      }
      String transaction = in.readUTF();
      int booked = in.readInt();
      String schema = in.readUTF();
      byte[] session = part(in);
      byte[] vehicle = part(in);
      PausedSession paused = new PausedSession(session, vehicle, schema, part(in));
      return Optional.of(new Command.Remember(paused, transaction, booked));
    } catch (IOException e) {
      LOG.warn("A paused session cannot be read and is forgotten: {}", e.toString());
      return Optional.empty();
    }
  }

  private static byte[] part(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST) {
      throw new IOException("a part of " + length + " bytes");
    }
    return in.readNBytes(length);
  }
}
