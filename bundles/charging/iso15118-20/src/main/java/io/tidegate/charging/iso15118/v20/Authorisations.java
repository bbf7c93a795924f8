package io.tidegate.charging.iso15118.v20;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.Authorisation;
import io.tidegate.charging.iso15118.v20.Session.Permit;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.cm.Authorization;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationRes;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupRes;
import io.tidegate.codec.exi.iso15118.cm.EimASResAuthorizationMode;
import io.tidegate.codec.exi.iso15118.cm.PnCASResAuthorizationMode;
import io.tidegate.codec.exi.iso15118.cm.SupportedProvidersList;
import io.tidegate.codec.exi.iso15118.common.Processing;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import io.tidegate.codec.pseudonym.Pseudonym;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** AuthorizationSetup and Authorization (§8.3.4.2): external means, or a contract. */
final class Authorisations {
  private Authorisations() {}

  static Step<Session, V2GMessage> answer(Talk talk, AuthorizationSetupReq request) {
    boolean contracts = contracts(talk);
    List<Authorization> services = new ArrayList<>();
    if (talk.rules().eim() || !contracts) {
      services.add(Authorization.EIM);
    }
    PnCASResAuthorizationMode challenge = null;
    if (contracts) {
      services.add(Authorization.PN_C);
      List<String> providers = talk.rules().providers();
      challenge =
          new PnCASResAuthorizationMode(
              Ids.challenge(talk.scene().peer().entropy()),
              providers.isEmpty() ? null : new SupportedProvidersList(providers));
    }
    return talk.say(
        talk.next(Phase.AUTHORISATION).made(),
        new AuthorizationSetupRes(
            talk.header(),
            ResponseCode.OK,
            services,
            talk.view().serviceCertificates(),
            contracts ? null : new EimASResAuthorizationMode(),
            challenge));
  }

  /** Contracts are taken where there are roots to check them by, over TLS. */
  private static boolean contracts(Talk talk) {
    return talk.rules().contracts()
        && !talk.trust().roots().isEmpty()
        && (talk.scene().peer().tls().isPresent() || !talk.rules().strict());
  }

  static Step<Session, V2GMessage> answer(Talk talk, AuthorizationReq request) {
    if (talk.now() - since(talk) > talk.rules().authorisation().toNanos()) {
      String why = "nobody has authorised the session within " + talk.rules().authorisation();
      return talk.fail(request, ResponseCode.FAILED, Codes.UNAUTHORISED, why);
    }
    boolean contract = request.selectedAuthorizationService() == Authorization.PN_C;
    boolean offered = contract ? contracts(talk) : talk.rules().eim() || !contracts(talk);
    if (!offered || contract != (request.pnCAReqAuthorizationMode() != null)) {
      String why = "the vehicle has selected an authorisation that was not offered";
      return warn(talk, ResponseCode.WARNING_AUTHORIZATION_SELECTION_INVALID, "", why);
    }
    return contract ? Contracting.answer(talk, request) : external(talk);
  }

  private static Step<Session, V2GMessage> external(Talk talk) {
    Permit permit = talk.session().permit();
    if (permit.state() == Permit.State.ASKED_EIM) {
      return poll(talk, Processing.ONGOING_WAITING_FOR_CUSTOMER_INTERACTION);
    }
    if (talk.view().authorisation() == Authorisation.ACCEPTED) {
      // somebody has agreed before the vehicle asked, with a card or from the back end
      return granted(talk);
    }
    Permit fresh = new Permit(Permit.State.ASKED_EIM, "", Bytes.EMPTY, Bytes.EMPTY, since(talk));
    return ask(talk, fresh, Optional.empty(), Processing.ONGOING_WAITING_FOR_CUSTOMER_INTERACTION);
  }

  /** When the vehicle first asked: repetitions do not gain it time. */
  static long since(Talk talk) {
    long before = talk.session().permit().sinceNanos();
    return before == 0 ? talk.now() : before;
  }

  /** Asks the EVSE for somebody's word. */
  static Step<Session, V2GMessage> ask(
      Talk talk, Permit permit, Optional<String> emaid, Processing processing) {
    return ongoing(talk, asked(talk, permit), processing).act(new EvseAction.Authorise(emaid));
  }

  /** The session while the answer is awaited. */
  static Draft asked(Talk talk, Permit permit) {
    return talk.next(Phase.AUTHORISATION)
        .permit(permit)
        .before(talk.view().authorisation().name())
        .sinceNanos(talk.now());
  }

  static Step<Session, V2GMessage> ongoing(Talk talk, Draft next, Processing processing) {
    return talk.say(next.made(), new AuthorizationRes(talk.header(), ResponseCode.OK, processing));
  }

  /** What has become of the question. */
  static Step<Session, V2GMessage> poll(Talk talk, Processing processing) {
    Authorisation answer = talk.view().authorisation();
    boolean contract = talk.session().permit().contract();
    if (answer == Authorisation.ACCEPTED) {
      return granted(talk);
    } else if (answer == Authorisation.REJECTED && talk.fresh(answer)) {
      return contract
          ? warn(
              talk,
              ResponseCode.WARNING_GENERAL_PN_C_AUTHORIZATION_ERROR,
              Codes.CONTRACT,
              "contract " + Pseudonym.of(talk.session().permit().emaid()) + " is not accepted")
          : warn(
              talk,
              ResponseCode.WARNING_EIM_AUTHORIZATION_FAILURE,
              Codes.UNAUTHORISED,
              "the session is not authorised");
    }
    return ongoing(talk, talk.next(Phase.AUTHORISATION), processing).asRoutine();
  }

  private static Step<Session, V2GMessage> granted(Talk talk) {
    Permit permit = talk.session().permit().to(Permit.State.GRANTED);
    return talk.say(
        talk.next(Phase.DISCOVERY).permit(permit).made(),
        new AuthorizationRes(talk.header(), ResponseCode.OK, Processing.FINISHED));
  }

  /** Not this way: the vehicle may try another, or stop. */
  static Step<Session, V2GMessage> warn(Talk talk, ResponseCode code, String error, String why) {
    Permit none = new Permit(Permit.State.NONE, "", Bytes.EMPTY, Bytes.EMPTY, since(talk));
    return talk.say(
            talk.next(Phase.AUTHORISATION).permit(none).made(),
            new AuthorizationRes(talk.header(), code, Processing.FINISHED))
        .note(error, why);
  }
}
