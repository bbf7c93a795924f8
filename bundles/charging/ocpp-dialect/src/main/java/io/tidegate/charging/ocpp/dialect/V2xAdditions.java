package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.quantity.StationId;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Strictness;
import io.tidegate.codec.ocpp.json.Violation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * OCPP 2.0.1 to which some stations have added fields and words of 2.1 (operation modes, V2X
 * parameters). They are read and written by the tables of 2.1 where those of 2.0.1 do not reach;
 * all other stations are held to 2.0.1.
 */
public final class V2xAdditions implements Language {
  private final PlainLanguage base;
  private final Once<PlainLanguage> more;
  private final Predicate<StationId> adds;

  /**
   * @param base 2.0.1
   * @param more 2.1; asked for when the first such station comes
   * @param adds which stations
   */
  public V2xAdditions(Protocol base, Supplier<Protocol> more, Predicate<StationId> adds) {
    this.base = new PlainLanguage(base);
    this.more = new Once<>(() -> new PlainLanguage(more.get()));
    this.adds = adds;
  }

  @Override
  public Protocol protocol() {
    return base.protocol();
  }

  @Override
  public Frame read(StationId station, String text, Strictness strictness) {
    if (!adds.test(station)) {
      return base.read(station, text, strictness);
    }
    Frame strict = base.read(station, text, Strictness.STRICT);
    if (strict instanceof Frame.Refused) {
      Frame newer = more.get().read(station, text, strictness);
      return newer instanceof Frame.Call ? newer : base.read(station, text, strictness);
    }
    return strict;
  }

  @Override
  public CompletionStage<Heard> interpret(Hearing hearing, Frame.Call call) {
    return base.interpret(hearing, call);
  }

  @Override
  public boolean says(Class<? extends Record> request) {
    return base.says(request);
  }

  @Override
  public List<Wording> say(Record request) {
    return base.say(request);
  }

  @Override
  public List<Wording> say(StationId station, Record request) {
    return base.says(request.getClass()) && adds.test(station)
        ? more.get().say(station, request)
        : base.say(station, request);
  }

  @Override
  public String result(StationId station, String id, Record response) {
    return (adds.test(station) ? more.get() : base).result(station, id, response);
  }

  @Override
  public Optional<Record> understand(OutboundCall call, String payload) throws Violation {
    return base.understand(call, payload);
  }
}
