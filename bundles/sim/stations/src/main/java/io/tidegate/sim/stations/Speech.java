package io.tidegate.sim.stations;

import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Version;
import io.tidegate.codec.ocpp.json.Violation;
import io.tidegate.codec.ocpp.json.v21.BootNotificationResponse;
import java.util.Optional;
import java.util.function.Function;

/** A version of OCPP for a station that thinks in the records of 2.1. Thread-confined. */
interface Speech {

  /** The one that the protocol needs; it remembers, so it is for one station. */
  static Speech of(Protocol protocol) {
    return protocol.version() == Version.OCPP_1_6 ? new OldSpeech() : new PlainSpeech(protocol);
  }

  Protocol protocol();

  /** A request in the version's words; empty when it has none for it. */
  Optional<Record> say(Record request);

  /** The answer to a request of {@link #say}, for what must be remembered of it. */
  void heard(Record request, String payload) throws Violation;

  BootNotificationResponse booted(String payload) throws Violation;

  /**
   * The answer to a request of the site.
   *
   * @param acts answers a request of 2.1; null when it does not know it
   * @return null when the station does not know it
   */
  Record answer(Request request, Function<Request, Record> acts);

  /** 2.x: its words are the station's own. */
  record PlainSpeech(Protocol protocol) implements Speech {
    @Override
    public Optional<Record> say(Record request) {
      return Optional.of(request);
    }

    @Override
    public void heard(Record request, String payload) {
      // nothing is said that must be remembered
    }

    @Override
    public BootNotificationResponse booted(String payload) throws Violation {
      return protocol.response(BootNotificationResponse.class, payload);
    }

    @Override
    public Record answer(Request request, Function<Request, Record> acts) {
      return acts.apply(request);
    }
  }
}
