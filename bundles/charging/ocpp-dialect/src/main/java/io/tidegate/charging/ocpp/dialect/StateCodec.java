package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.Slot;
import io.tidegate.codec.ocpp.json.v21.ConnectorStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@link StationState} as the bytes of a slot. The schema's name changes with the form: a dialect
 * that does not know it begins afresh and asks the station again.
 */
final class StateCodec {
  /** After the subprotocol, in the name of the schema. */
  private static final String FORM = "/session/3";

  /** The form before: without what the station can do. */
  private static final String OLDER = "/session/2";

  /** Before that: without names of the ledger and boots. */
  private static final String OLDEST = "/session/1";

  private StateCodec() {}

  /**
   * @param subprotocol of the connection; its versions keep schemas of their own
   */
  static Slot encode(StationState state, String subprotocol) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeUTF(state.standing().name());
      out.writeBoolean(state.online());
      out.writeBoolean(state.booted());
      out.writeLong(state.clock().millis());
      out.writeBoolean(state.clock().settled());
      out.writeBoolean(state.clock().plausible());
      out.writeByte(state.evses().size());
      for (EvseEntry evse : state.evses()) {
        write(evse, out);
      }
      out.writeByte(state.replies().size());
      for (StationState.Replied reply : state.replies()) {
        out.writeUTF(reply.id());
        out.writeInt(reply.hash());
        out.writeUTF(reply.answer());
      }
      write(state.abilities(), out);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array refused bytes", e);
    }
    return new Slot(subprotocol + FORM, bytes.toByteArray());
  }

  /** Empty when the slot is empty, of another form, or damaged. */
  static Optional<StationState> decode(Slot slot, String subprotocol) {
    boolean oldest = slot.schema().equals(subprotocol + OLDEST);
    boolean older = oldest || slot.schema().equals(subprotocol + OLDER);
    if (!older && !slot.schema().equals(subprotocol + FORM)) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(slot.bytes()))) {
      Standing standing = Standing.valueOf(in.readUTF());
      boolean online = in.readBoolean();
      boolean booted = !oldest && in.readBoolean();
      ClockOffset clock = new ClockOffset(in.readLong(), in.readBoolean(), in.readBoolean());
      List<EvseEntry> evses = new ArrayList<>();
      for (int n = in.readByte(); n > 0; n--) {
        evses.add(readEvse(in, oldest));
      }
      List<StationState.Replied> replies = new ArrayList<>();
      for (int n = in.readByte(); n > 0; n--) {
        replies.add(new StationState.Replied(in.readUTF(), in.readInt(), in.readUTF()));
      }
      Abilities abilities = older ? Abilities.UNKNOWN : readAbilities(in);
      return in.available() > 0
          ? Optional.empty()
          : Optional.of(
              new StationState(standing, online, booted, clock, evses, replies, abilities));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void write(Abilities abilities, DataOutputStream out) throws IOException {
    out.writeBoolean(abilities.answered());
    out.writeBoolean(abilities.dynamicProfiles());
    out.writeBoolean(abilities.v2x());
    out.writeUTF(String.join(",", abilities.modes()));
    out.writeUTF(abilities.units());
  }

  private static Abilities readAbilities(DataInputStream in) throws IOException {
    boolean answered = in.readBoolean();
    boolean dynamicProfiles = in.readBoolean();
    boolean v2x = in.readBoolean();
    String modes = in.readUTF();
    Set<String> named = modes.isEmpty() ? Set.of() : Set.of(modes.split(",", -1));
    return new Abilities(answered, dynamicProfiles, v2x, named, in.readUTF());
  }

  private static void write(EvseEntry evse, DataOutputStream out) throws IOException {
    out.writeInt(evse.number());
    out.writeUTF(evse.transaction());
    out.writeUTF(evse.booked());
    out.writeInt(evse.lastSequence());
    out.writeUTF(evse.ended());
    out.writeByte(evse.discharge().map(allowed -> allowed ? 2 : 1).orElse(0));
    out.writeDouble(evse.registers().importWh());
    out.writeDouble(evse.registers().exportWh());
    out.writeLong(evse.registers().at().toEpochMilli());
    out.writeByte(evse.connectors().size());
    for (Map.Entry<Integer, ConnectorStatus> connector : evse.connectors().entrySet()) {
      out.writeInt(connector.getKey());
      out.writeUTF(connector.getValue().name());
    }
    out.writeDouble(evse.baseLimitW());
  }

  private static EvseEntry readEvse(DataInputStream in, boolean oldest) throws IOException {
    int number = in.readInt();
    String transaction = in.readUTF();
    String booked = oldest ? transaction : in.readUTF();
    int lastSequence = in.readInt();
    String ended = in.readUTF();
    int word = in.readByte();
    Optional<Boolean> discharge = word == 0 ? Optional.empty() : Optional.of(word == 2);
    EvseEntry.Registers registers =
        new EvseEntry.Registers(
            in.readDouble(), in.readDouble(), Instant.ofEpochMilli(in.readLong()));
    Map<Integer, ConnectorStatus> connectors = new HashMap<>();
    for (int n = in.readByte(); n > 0; n--) {
      connectors.put(in.readInt(), ConnectorStatus.valueOf(in.readUTF()));
    }
    return new EvseEntry(
        number,
        transaction,
        booked,
        lastSequence,
        ended,
        discharge,
        registers,
        connectors,
        in.readDouble());
  }
}
