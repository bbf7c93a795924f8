package io.tidegate.charging.vehicle.classic;

import io.tidegate.charging.vehicle.dialect.Step;
import java.util.List;

/** ServiceDiscovery, ServiceDetail and PaymentServiceSelection (ISO 15118-2 §8.4.3). */
final class Services {
  /** The one charging service. */
  static final int CHARGING = 1;

  /** Installation and update of contract certificates. */
  static final int CERTIFICATES = 2;

  private Services() {}

  /** Contracts are taken where there are roots to check them by, over TLS (V2G2-639). */
  private static boolean contracts(Talk talk) {
    boolean possible =
        talk.rules().contracts()
            && !talk.trust().roots().isEmpty()
            && talk.scene().peer().tls().isPresent();
    return possible && (!talk.session().deal().resumed() || talk.session().deal().contract());
  }

  private static boolean external(Talk talk) {
    boolean possible = talk.rules().eim() || !contracts(talk);
    // after a pause there is the payment of before, as long as it is still there (V2G2-740)
    return possible
        && !(talk.session().deal().resumed()
            && talk.session().deal().contract()
            && contracts(talk));
  }

  private static boolean certificates(Talk talk) {
    return contracts(talk) && talk.view().serviceCertificates();
  }

  private static List<Mode> modes(Talk talk) {
    if (talk.direct()) {
      return List.of(Mode.DC);
    } else if (talk.session().deal().resumed()) {
      return List.of(talk.session().deal().mode());
    }
    return talk.rating().phases() == 3
        ? List.of(Mode.AC_THREE_PHASE, Mode.AC_SINGLE_PHASE)
        : List.of(Mode.AC_SINGLE_PHASE);
  }

  /** Whether the EVSE can do this. */
  static boolean offers(Talk talk, Mode mode) {
    return modes(talk).contains(mode);
  }

  static Step<Session, Message> discovery(Talk talk) {
    return talk.say(
        talk.next(Phase.SELECTION).made(),
        new Say.ServiceDiscovery(external(talk), contracts(talk), modes(talk), certificates(talk)));
  }

  static Step<Session, Message> answer(Talk talk, Ask.ServiceDetail detail) {
    int service = detail.service();
    if (service == CHARGING || (service == CERTIFICATES && certificates(talk))) {
      return talk.say(talk.next(Phase.SELECTION).made(), new Say.ServiceDetail(service));
    }
    String why = "there is no service " + service;
    return talk.refuse(
        Kind.SERVICE_DETAIL,
        service,
        Verdict.FAILED_SERVICE_ID_INVALID,
        talk.end(false, Codes.PARAMETER, why));
  }

  static Step<Session, Message> answer(Talk talk, Ask.PaymentServiceSelection selection) {
    Kind kind = Kind.PAYMENT_SERVICE_SELECTION;
    if (selection.contract() ? !contracts(talk) : !external(talk)) {
      String why = "the vehicle has chosen a way to pay that was not offered";
      return talk.fail(kind, Verdict.FAILED_PAYMENT_SELECTION_INVALID, why);
    }
    for (int service : selection.services()) {
      if (service != CHARGING && !(service == CERTIFICATES && certificates(talk))) {
        String why = "the vehicle has chosen service " + service + ", which was not offered";
        return talk.fail(kind, Verdict.FAILED_SERVICE_SELECTION_INVALID, why);
      }
    }
    if (!selection.services().contains(CHARGING)) {
      String why = "the vehicle has not chosen to charge";
      return talk.fail(kind, Verdict.FAILED_NO_CHARGE_SERVICE_SELECTED, why);
    }
    Phase next = selection.contract() ? Phase.DETAILS : Phase.AUTHORISATION;
    return talk.say(
        talk.next(next).deal(talk.session().deal().paidBy(selection.contract())).made(),
        new Say.Done(kind));
  }
}
