package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.OutboundCall.Urgency;
import io.tidegate.api.control.Clearance;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Makes requests to stations and leaves them in their mailboxes. Thread-safe. */
final class Calls {
  private static final int RADIX = 36;

  private final Language language;
  private final Supplier<DialectSettings> settings;
  private final Makes makes;
  private final Reshaper reshaper;
  private final Pacer pacer;
  // Ids of two versions of the dialect on one connection must differ.
  private final String prefix =
      Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), RADIX) + '-';
  private final AtomicLong number = new AtomicLong();

  Calls(
      Language language,
      Supplier<DialectSettings> settings,
      Makes makes,
      Reshaper reshaper,
      Pacer pacer) {
    this.language = language;
    this.settings = settings;
    this.makes = makes;
    this.reshaper = reshaper;
    this.pacer = pacer;
  }

  /**
   * Queues a request that moves no power.
   *
   * @param key requests with an equal key supersede each other while they wait
   * @return whether all of it is queued: not when the mailbox refused it or the version has no
   *     words for it
   */
  boolean ask(Line line, Record request, Urgency urgency, String key, Note note) {
    List<Language.Wording> wordings = words(line, request);
    boolean queued = !wordings.isEmpty();
    for (int i = 0; i < wordings.size(); i++) {
      String part = key.isEmpty() || i == 0 ? key : key + '#' + i;
      queued &= call(line, wordings.get(i), urgency, part, note);
    }
    return queued;
  }

  /** Whether the version has words for such a request. */
  boolean says(Class<? extends Record> request) {
    return language.says(request);
  }

  /** Queues a message of somebody else's, which has been checked and moves no power. */
  boolean raw(Line line, Language.Wording wording, Note note) {
    return call(line, wording, Urgency.CONTROL, "", note);
  }

  private boolean call(
      Line line, Language.Wording wording, Urgency urgency, String key, Note note) {
    return pacer.call(
        line,
        new OutboundCall(
            nextId(),
            wording.action(),
            wording.payload(),
            urgency,
            key,
            Duration.ZERO,
            settings.get().answerTimeout(),
            Optional.empty(),
            note.slot(subprotocol())),
        makes.of(line.station()).callSpacing());
  }

  /** In the version's words, in the shape that the make of station takes; none when it must not. */
  private List<Language.Wording> words(Line line, Record request) {
    if (request instanceof SetChargingProfileRequest profile) {
      return reshaper
          .shape(line.station(), profile, makes.of(line.station()))
          .map(shaped -> language.say(line.station(), shaped))
          .orElse(List.of());
    }
    return language.say(line.station(), request);
  }

  /** Queues a setpoint; a newer one for the same EVSE takes its place while it waits. */
  boolean set(Line line, Record request, Clearance clearance, Duration spacing, String evse) {
    List<Language.Wording> wordings = words(line, request);
    if (wordings.size() != 1) {
      // a setpoint is cleared once and goes out once
      return false;
    }
    return line.mailbox()
        .call(
            new OutboundCall(
                nextId(),
                wordings.get(0).action(),
                wordings.get(0).payload(),
                Urgency.SETPOINT,
                "setpoint/" + evse,
                spacing,
                settings.get().answerTimeout(),
                Optional.of(clearance),
                Note.setpoint(evse, clearance.setpoint().id()).slot(subprotocol())));
  }

  private String subprotocol() {
    return language.protocol().version().subprotocol();
  }

  String nextId() {
    return prefix + Long.toString(number.incrementAndGet(), RADIX);
  }
}
