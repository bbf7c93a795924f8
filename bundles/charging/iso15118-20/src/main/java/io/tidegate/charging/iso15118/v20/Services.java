package io.tidegate.charging.iso15118.v20;

import io.tidegate.charging.iso15118.v20.Session.Menu;
import io.tidegate.charging.iso15118.v20.Session.Terms;
import io.tidegate.charging.vehicle.dialect.Step;
import io.tidegate.codec.exi.iso15118.cm.SelectedService;
import io.tidegate.codec.exi.iso15118.cm.Service;
import io.tidegate.codec.exi.iso15118.cm.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDetailRes;
import io.tidegate.codec.exi.iso15118.cm.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceDiscoveryRes;
import io.tidegate.codec.exi.iso15118.cm.ServiceList;
import io.tidegate.codec.exi.iso15118.cm.ServiceParameterList;
import io.tidegate.codec.exi.iso15118.cm.ServiceSelectionReq;
import io.tidegate.codec.exi.iso15118.cm.ServiceSelectionRes;
import io.tidegate.codec.exi.iso15118.common.ResponseCode;
import io.tidegate.codec.exi.iso15118.common.V2GMessage;
import java.util.List;
import java.util.Optional;

/** ServiceDiscovery, ServiceDetail and ServiceSelection (§8.3.4.3). */
final class Services {
  /** Ids below are energy transfer services (table 204). */
  private static final int FIRST_VALUE_ADDED = 64;

  private Services() {}

  static Step<Session, V2GMessage> answer(Talk talk, ServiceDiscoveryReq request) {
    Menu menu =
        new Menu(
            talk.rating().bidirectional() && talk.view().limitDischargeW() > 0,
            !talk.view().prices().isEmpty());
    List<Integer> ids = Catalogue.services(talk.rating(), menu);
    if (request.supportedServiceIDs() != null) {
      List<Integer> wanted = request.supportedServiceIDs().serviceID();
      List<Integer> common = ids.stream().filter(wanted::contains).toList();
      // a vehicle that knows none of them is told all, and may say so itself
      ids = common.isEmpty() ? ids : common;
    }
    return talk.say(
        talk.next(Phase.SELECTION).menu(menu).made(),
        new ServiceDiscoveryRes(
            talk.header(),
            ResponseCode.OK,
            talk.rules().serviceRenegotiation(),
            new ServiceList(ids.stream().map(id -> new Service(id, false)).toList()),
            null));
  }

  static Step<Session, V2GMessage> answer(Talk talk, ServiceDetailReq request) {
    Menu menu = talk.session().menu();
    int service = request.serviceID();
    if (!Catalogue.services(talk.rating(), menu).contains(service)) {
      String why = "service " + service + " is none of this EVSE's";
      return talk.fail(request, ResponseCode.FAILED_SERVICE_ID_INVALID, why);
    }
    return talk.say(
        talk.next(Phase.SELECTION).made(),
        new ServiceDetailRes(
            talk.header(),
            ResponseCode.OK,
            service,
            new ServiceParameterList(
                Catalogue.sets(service, menu).stream()
                    .map(set -> Catalogue.parameters(set, talk.rating()))
                    .toList())));
  }

  static Step<Session, V2GMessage> answer(Talk talk, ServiceSelectionReq request) {
    Menu menu = talk.session().menu();
    SelectedService selected = request.selectedEnergyTransferService();
    if (!Catalogue.services(talk.rating(), menu).contains(selected.serviceID())) {
      String why = "service " + selected.serviceID() + " was not offered";
      boolean energy = selected.serviceID() < FIRST_VALUE_ADDED;
      return talk.fail(
          request,
          energy
              ? ResponseCode.FAILED_SERVICE_SELECTION_INVALID
              : ResponseCode.FAILED_NO_ENERGY_TRANSFER_SERVICE_SELECTED,
          why);
    }
    Optional<Terms> terms =
        Catalogue.sets(selected.serviceID(), menu).stream()
            .filter(set -> set.set() == selected.parameterSetID())
            .findFirst();
    if (terms.isEmpty() || request.selectedVASList() != null) {
      String why =
          terms.isEmpty()
              ? "service " + selected.serviceID() + " has no set " + selected.parameterSetID()
              : "a value added service was selected, but none was offered";
      return talk.fail(request, ResponseCode.FAILED_SERVICE_SELECTION_INVALID, why);
    }
    return talk.say(
            talk.next(Phase.PARAMETERS).terms(terms.get()).made(),
            new ServiceSelectionRes(talk.header(), ResponseCode.OK))
        .note(
            "",
            "service "
                + terms.get().service()
                + (terms.get().dynamic() ? ", Dynamic" : ", Scheduled")
                + (terms.get().byStation() ? ", needs by the station" : ""));
  }
}
