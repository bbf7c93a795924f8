package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.Outcome;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.site.EvseSpec;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Version;
import io.tidegate.codec.ocpp.json.Violation;
import io.tidegate.codec.ocpp.json.v21.CertificateSignedResponse;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileStatus;
import io.tidegate.codec.ocpp.json.v21.GetCompositeScheduleResponse;
import io.tidegate.codec.ocpp.json.v21.GetTransactionStatusResponse;
import io.tidegate.codec.ocpp.json.v21.GetVariableResult;
import io.tidegate.codec.ocpp.json.v21.GetVariablesResponse;
import io.tidegate.codec.ocpp.json.v21.RequestStartTransactionResponse;
import io.tidegate.codec.ocpp.json.v21.RequestStopTransactionResponse;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileResponse;
import io.tidegate.codec.ocpp.json.v21.SetVariableResult;
import io.tidegate.codec.ocpp.json.v21.SetVariableStatus;
import io.tidegate.codec.ocpp.json.v21.SetVariablesResponse;
import io.tidegate.codec.ocpp.json.v21.TriggerMessageResponse;
import io.tidegate.codec.ocpp.json.v21.UpdateDynamicScheduleResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of our requests: outcomes of setpoints for the site, base profiles, operators'
 * requests. Which call an answer belongs to is known from the call's own note, so the answer to a
 * request of another version of the dialect is understood too.
 */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final String UNSUPPORTED_KIND = "UnsupportedKind";

  private final SiteModel model;
  private final Language language;
  private final Courier courier;
  private final SafeShares shares;
  private final FallbackAudit audit;
  private final Inquest inquest;
  private final Desires desires;
  private final Errands errands;
  private final Certification certification;
  private final Units units;

  Answers(
      SiteModel model,
      Language language,
      Courier courier,
      SafeShares shares,
      FallbackAudit audit,
      Inquest inquest,
      Desires desires,
      Errands errands,
      Certification certification,
      Units units) {
    this.units = units;
    this.model = model;
    this.language = language;
    this.courier = courier;
    this.shares = shares;
    this.audit = audit;
    this.inquest = inquest;
    this.desires = desires;
    this.errands = errands;
    this.certification = certification;
  }

  /** A CALLRESULT. One that breaks the table counts as no answer (F10). */
  void result(Line line, OutboundCall call, Frame.Result result) {
    String payload = result.payload();
    try {
      Optional<Record> response = language.understand(call, payload);
      if (response.isPresent()) {
        answered(line, call, response.get());
      }
      errands.answered(line, call, payload);
    } catch (Violation e) {
      LOG.warn(
          "OCPP_JSON_INVALID: station {} answered {} wrongly: {} {}",
          line.station(),
          call.action(),
          e.getMessage(),
          e.path());
      if (language.protocol().version() == Version.OCPP_2_1) {
        line.mailbox()
            .reply(language.protocol().resultFailure(result.id(), e.code(), e.getMessage()));
      }
      broken(line, call);
    }
  }

  private void answered(Line line, OutboundCall call, Record response) {
    if (response instanceof SetChargingProfileResponse r) {
      profileAnswered(line, call, r);
    } else if (response instanceof UpdateDynamicScheduleResponse r) {
      updateAnswered(line, call, r);
    } else if (response instanceof GetTransactionStatusResponse r) {
      note(call, Note.Kind.STATUS).ifPresent(n -> inquest.answered(line, n, r));
    } else if (response instanceof GetCompositeScheduleResponse r) {
      note(call, Note.Kind.COMPOSITE)
          .flatMap(this::spec)
          .ifPresent(evse -> audit.answered(line, evse, r));
    } else if (response instanceof GetVariablesResponse r) {
      variablesRead(line, r);
      if (call.key().startsWith(Welcome.ABILITIES)) {
        line.abilities(Abilities::asked);
      }
    } else if (response instanceof SetVariablesResponse r) {
      variablesSet(line, r);
    } else if (response instanceof RequestStartTransactionResponse r) {
      desires.answered(call, r.status());
    } else if (response instanceof RequestStopTransactionResponse r) {
      desires.answered(call, r.status());
    } else if (response instanceof CertificateSignedResponse r) {
      note(call, Note.Kind.CERTIFICATE)
          .ifPresent(n -> certification.signing().answered(line, n, r));
    } else if (response instanceof TriggerMessageResponse r) {
      note(call, Note.Kind.RENEWAL).ifPresent(n -> certification.renewals().answered(line, r));
    } else {
      LOG.debug("Station {} answered {}", line.station(), call.action());
    }
  }

  /** A CALLERROR. */
  void failure(Line line, OutboundCall call, Frame.Failure failure) {
    LOG.info(
        "Station {} refused {}: {} {}",
        line.station(),
        call.action(),
        Entrance.printable(failure.wire()),
        Entrance.printable(failure.description()));
    // These two say that the station failed, not that it left the profile alone.
    boolean unsure =
        switch (failure.code()) {
          case INTERNAL_ERROR, GENERIC_ERROR -> true;
          default -> false;
        };
    note(call, Note.Kind.SETPOINT)
        .ifPresent(n -> outcome(line, n, unsure ? Outcome.UNKNOWN : Outcome.REJECTED));
    bare(line, call, "the station answered " + Entrance.printable(failure.wire()));
    boolean never =
        switch (failure.code()) {
          case NOT_IMPLEMENTED, NOT_SUPPORTED -> true;
          default -> false;
        };
    note(call, Note.Kind.STATUS).ifPresent(n -> inquest.silent(line, n, never));
    note(call, Note.Kind.COMPOSITE).filter(n -> never).ifPresent(n -> audit.unable(line));
    certificateFailed(line, call, never, Entrance.printable(failure.wire()));
    desires.failed(call);
    errands.failed(call, failure);
  }

  /** An answer that is none. */
  void broken(Line line, OutboundCall call) {
    note(call, Note.Kind.SETPOINT).ifPresent(n -> outcome(line, n, Outcome.UNKNOWN));
    bare(line, call, "the answer of the station is none");
    note(call, Note.Kind.STATUS).ifPresent(n -> inquest.silent(line, n, false));
    certificateFailed(line, call, false, "its answer is none");
    desires.unanswered(call);
    errands.unanswered(call);
  }

  /**
   * @param never it does not know the message
   */
  private void certificateFailed(Line line, OutboundCall call, boolean never, String why) {
    note(call, Note.Kind.CERTIFICATE)
        .ifPresent(
            n -> {
              if (never) {
                certification.signing().refused(line, n, why);
              } else {
                certification.signing().silent(line, n);
              }
            });
    note(call, Note.Kind.RENEWAL).ifPresent(n -> certification.renewals().refused(line, why));
  }

  /** No answer. */
  void ended(Line line, OutboundCall call, CallFate fate) {
    boolean left = fate == CallFate.UNANSWERED;
    note(call, Note.Kind.SETPOINT)
        .ifPresent(n -> outcome(line, n, left ? Outcome.UNKNOWN : Outcome.NOT_SENT));
    if (left) {
      LOG.info("Station {} did not answer {}", line.station(), call.action());
      bare(line, call, "the station did not answer");
      certificateFailed(line, call, false, "no answer");
      note(call, Note.Kind.STATUS).ifPresent(n -> inquest.silent(line, n, false));
      desires.unanswered(call);
      errands.unanswered(call);
    } else {
      if (fate == CallFate.NOT_CLEARED) {
        LOG.warn("Station {}: {} was not cleared and not sent", line.station(), call.action());
      }
      // a newer one that took its place has its own fate
      if (fate != CallFate.SUPERSEDED) {
        bare(line, call, "it was not sent");
        note(call, Note.Kind.CERTIFICATE).ifPresent(n -> certification.signing().silent(line, n));
      }
      note(call, Note.Kind.STATUS).ifPresent(n -> inquest.unasked(line, n));
      desires.notSent(call);
      errands.notSent(call);
    }
  }

  private void profileAnswered(Line line, OutboundCall call, SetChargingProfileResponse response) {
    boolean accepted = response.status() == ChargingProfileStatus.ACCEPTED;
    String reason =
        Entrance.printable(response.statusInfo().map(i -> i.reasonCode()).orElse("no reason"));
    if (!accepted) {
      LOG.warn("Station {} rejected a charging profile: {}", line.station(), reason);
      if (reason.equals(UNSUPPORTED_KIND)) {
        line.abilities(a -> a.dynamicProfiles(false));
      }
    }
    note(call, Note.Kind.SETPOINT)
        .ifPresent(n -> outcome(line, n, accepted ? Outcome.ACCEPTED : Outcome.REJECTED));
    Optional<Note> base = note(call, Note.Kind.BASE);
    if (base.isPresent() && accepted) {
      spec(base.get()).ifPresent(e -> shares.accepted(line, e, base.get().limitW()));
    } else {
      bare(line, call, "the station rejected it: " + reason);
    }
  }

  /** After a refusal the next setpoint is a whole profile. */
  private void updateAnswered(
      Line line, OutboundCall call, UpdateDynamicScheduleResponse response) {
    boolean accepted = response.status() == ChargingProfileStatus.ACCEPTED;
    if (!accepted) {
      LOG.warn(
          "Station {} rejected an update of a Dynamic profile: {}",
          line.station(),
          Entrance.printable(response.statusInfo().map(i -> i.reasonCode()).orElse("no reason")));
    }
    note(call, Note.Kind.SETPOINT)
        .ifPresent(n -> outcome(line, n, accepted ? Outcome.ACCEPTED : Outcome.REJECTED));
  }

  /** When the call was for a safe share, the EVSE is without it. */
  private void bare(Line line, OutboundCall call, String why) {
    note(call, Note.Kind.BASE)
        .ifPresent(note -> spec(note).ifPresent(e -> shares.refused(line, e, note.attempt(), why)));
  }

  private Optional<EvseSpec> spec(Note note) {
    int index = model.indexOf(new EvseId(note.evse()));
    return index < 0 ? Optional.empty() : Optional.of(model.evses().get(index));
  }

  private void outcome(Line line, Note note, Outcome outcome) {
    spec(note)
        .ifPresent(
            evse -> {
              DynamicProfiles profiles = line.profiles();
              switch (outcome) {
                case ACCEPTED -> profiles.accepted(evse.number(), note.setpoint());
                case NOT_SENT -> profiles.unsent(evse.number(), note.setpoint());
                case REJECTED -> profiles.failed(evse.number(), note.setpoint(), true);
                case UNKNOWN -> profiles.failed(evse.number(), note.setpoint(), false);
              }
            });
    SiteInput input =
        new SiteInput.SetpointOutcome(new EvseId(note.evse()), note.setpoint(), outcome);
    Undelivered.log(courier.deliver(input), input);
  }

  private static Optional<Note> note(OutboundCall call, Note.Kind kind) {
    return Note.of(call.context()).filter(n -> n.kind() == kind);
  }

  private void variablesRead(Line line, GetVariablesResponse response) {
    for (GetVariableResult result : response.getVariableResult()) {
      ability(line, result);
      if (result.variable().name().equals(Welcome.RATE_UNIT)
          && result.attributeValue().isPresent()) {
        line.abilities(a -> a.units(result.attributeValue().get()));
        units.check(line);
      }
    }
  }

  private static void ability(Line line, GetVariableResult result) {
    String value = result.attributeValue().orElse("").strip();
    if (value.isEmpty()) {
      return;
    }
    boolean yes = value.equalsIgnoreCase("true");
    switch (result.component().name() + '.' + result.variable().name()) {
      case Welcome.DYNAMIC -> line.abilities(a -> a.dynamicProfiles(yes));
      case Welcome.V2X -> line.abilities(a -> a.v2x(yes));
      case Welcome.MODES ->
          line.abilities(a -> a.modes(Set.copyOf(List.of(value.split("\\s*,\\s*", -1)))));
      default -> {
        // something else was asked for
      }
    }
  }

  private static void variablesSet(Line line, SetVariablesResponse response) {
    for (SetVariableResult result : response.setVariableResult()) {
      if (result.attributeStatus() != SetVariableStatus.ACCEPTED) {
        LOG.info(
            "Station {} did not take the variable {}.{}: {}",
            line.station(),
            Entrance.printable(result.component().name()),
            Entrance.printable(result.variable().name()),
            result.attributeStatus());
      }
    }
  }
}
