package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.quantity.StationId;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Side;
import io.tidegate.codec.ocpp.json.Strictness;
import io.tidegate.codec.ocpp.json.Violation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One version of OCPP between its text and the engine, which thinks in the records of 2.1 alone.
 * For 2.x that is the {@link Protocol} as it is ({@link PlainLanguage}); an older version
 * interprets: what a station says becomes the request that 2.1 would have sent, and its answer is
 * turned back.
 *
 * <p>Thread-safe, never blocks. What it must remember of a station it keeps by the station's
 * identity, not by the connection, since an update of the bundle hands connections over.
 */
public interface Language {

  /** Reads and writes frames of the version; its version names the subprotocol. */
  Protocol protocol();

  /**
   * What a request of the station means. It has kept every rule of the version's table. Must not
   * change anything that could not be changed again: the request may yet be refused, and may come
   * twice.
   *
   * @param hearing what the engine knows of who speaks
   * @return fails with a {@link Violation} for a CALLERROR
   */
  CompletionStage<Heard> interpret(Hearing hearing, Frame.Call call);

  /**
   * Reads what the station has sent.
   *
   * @param strictness towards fields that the version does not know
   */
  default Frame read(StationId station, String text, Strictness strictness) {
    return protocol().read(text, Side.STATION, strictness);
  }

  /** A CALLRESULT in the version's own record. */
  default String result(StationId station, String id, Record response) {
    return protocol().result(id, response);
  }

  /** The answer to a request of {@link #interpret}, good or bad, has gone to the socket. */
  default void answered(StationId station, Frame.Call call) {
    // nothing that waits for it
  }

  /** Whether the version has words for a request of ours, by its record of 2.1. */
  boolean says(Class<? extends Record> request);

  /**
   * A request of ours in the version's words: one message, or several where an older version needs
   * them; none when it has no words for it.
   *
   * @throws IllegalArgumentException when the version has the message and not all of its fields
   */
  List<Wording> say(Record request);

  /** The same for a station that may have words of its own. */
  default List<Wording> say(StationId station, Record request) {
    return say(request);
  }

  /**
   * What the station's answer to a message of {@link #say} means, as a response of 2.1.
   *
   * @param payload the answer's, as it came
   * @return empty when it means nothing to the engine
   * @throws Violation when it breaks the version's rules
   */
  Optional<Record> understand(OutboundCall call, String payload) throws Violation;

  /** Whether the version can let a vehicle discharge; a setpoint below zero has no words else. */
  default boolean discharges() {
    return true;
  }

  /**
   * A message for a station.
   *
   * @param action in the version's name
   * @param payload JSON object
   */
  record Wording(String action, String payload) {}
}
