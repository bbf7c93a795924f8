package io.tidegate.charging.vehicle.classic;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.MeterValue;
import io.tidegate.charging.vehicle.classic.Session.Receipt;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.Bytes;
import java.util.Optional;

/** MeterInfo of the loops, and MeteringReceipt (ISO 15118-2 §8.4.3.11). */
final class Receipts {
  private static final int LONGEST_ID = 32;

  private Receipts() {}

  /** The meter as it stands; empty where there is none. */
  static Optional<Meter> meter(Talk talk) {
    MeterValue value = talk.view().meter();
    if (value.id().isEmpty() || !(value.importWh() >= 0)) {
      return Optional.empty();
    }
    String id = value.id().substring(0, Math.min(LONGEST_ID, value.id().length()));
    return Optional.of(new Meter(id, (long) value.importWh(), value.at()));
  }

  /** Whether the response of now asks for a receipt: with a contract, over TLS, now and then. */
  static Receipt next(Talk talk) {
    Receipt receipt = talk.session().receipt();
    Optional<Meter> meter = meter(talk);
    boolean asks =
        talk.session().deal().contract() && !talk.rules().receipt().isZero() && meter.isPresent();
    if (!asks || early(talk, receipt)) {
      return new Receipt(false, 0, receipt.nextNanos());
    }
    return new Receipt(true, meter.get().importWh(), receipt.nextNanos());
  }

  private static boolean early(Talk talk, Receipt receipt) {
    return !receipt.required() && receipt.nextNanos() != 0 && talk.now() - receipt.nextNanos() < 0;
  }

  static Step<Session, Message> answer(Talk talk, Ask.MeteringReceipt ask) {
    Session s = talk.session();
    if (!s.receipt().required()) {
      return Secc.outOfOrder(talk, Kind.METERING_RECEIPT);
    }
    Optional<String> flaw = flaw(s, ask);
    if (flaw.isPresent()) {
      String why = "metering receipt: " + flaw.get();
      return talk.fail(Kind.METERING_RECEIPT, Verdict.FAILED_METERING_SIGNATURE_NOT_VALID, why);
    }
    long after = talk.now() + talk.rules().receipt().toNanos();
    Session next = talk.next(Phase.LOOP).receipt(new Receipt(false, 0, after)).made();
    String receipt = ask.seal().map(seal -> seal.fragment().toHex()).orElse("");
    return talk.say(next, new Say.MeteringReceipt(talk.status(), talk.direct()))
        .act(
            new EvseAction.Confirmed(ask.meter(), ask.importWh(), Optional.of(receipt)),
            talk.lease(next));
  }

  private static Optional<String> flaw(Session s, Ask.MeteringReceipt ask) {
    if (!ask.session().equals(Bytes.ofHex(s.id()))) {
      return Optional.of("it is of another session");
    } else if (ask.importWh() != s.receipt().importWh()) {
      return Optional.of(
          "it says " + ask.importWh() + " Wh where it was told " + s.receipt().importWh());
    }
    return Seals.flaw(ask.seal(), s.permit().key());
  }
}
