package io.tidegate.charging.iso15118.v2;

import io.tidegate.charging.vehicle.classic.Meter;
import io.tidegate.charging.vehicle.classic.Mode;
import io.tidegate.charging.vehicle.classic.Say;
import io.tidegate.charging.vehicle.classic.Say.Processing;
import io.tidegate.codec.exi.iso15118.iso2.AcEVSEChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.AuthorizationRes;
import io.tidegate.codec.exi.iso15118.iso2.BodyElement;
import io.tidegate.codec.exi.iso15118.iso2.CableCheckRes;
import io.tidegate.codec.exi.iso15118.iso2.ChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.iso2.ChargeService;
import io.tidegate.codec.exi.iso15118.iso2.ChargingStatusRes;
import io.tidegate.codec.exi.iso15118.iso2.CurrentDemandRes;
import io.tidegate.codec.exi.iso15118.iso2.DcEVSEChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.EVSEChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.EVSEProcessing;
import io.tidegate.codec.exi.iso15118.iso2.EnergyTransferMode;
import io.tidegate.codec.exi.iso15118.iso2.MeterInfo;
import io.tidegate.codec.exi.iso15118.iso2.MeteringReceiptRes;
import io.tidegate.codec.exi.iso15118.iso2.Parameter;
import io.tidegate.codec.exi.iso15118.iso2.ParameterSet;
import io.tidegate.codec.exi.iso15118.iso2.PaymentDetailsRes;
import io.tidegate.codec.exi.iso15118.iso2.PaymentOption;
import io.tidegate.codec.exi.iso15118.iso2.PaymentOptionList;
import io.tidegate.codec.exi.iso15118.iso2.PaymentServiceSelectionRes;
import io.tidegate.codec.exi.iso15118.iso2.PowerDeliveryRes;
import io.tidegate.codec.exi.iso15118.iso2.PreChargeRes;
import io.tidegate.codec.exi.iso15118.iso2.ResponseCode;
import io.tidegate.codec.exi.iso15118.iso2.Service;
import io.tidegate.codec.exi.iso15118.iso2.ServiceCategory;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDetailRes;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDiscoveryRes;
import io.tidegate.codec.exi.iso15118.iso2.ServiceList;
import io.tidegate.codec.exi.iso15118.iso2.ServiceParameterList;
import io.tidegate.codec.exi.iso15118.iso2.SessionSetupRes;
import io.tidegate.codec.exi.iso15118.iso2.SessionStopRes;
import io.tidegate.codec.exi.iso15118.iso2.SupportedEnergyTransferMode;
import io.tidegate.codec.exi.iso15118.iso2.WeldingDetectionRes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The body of an answer that is no refusal. */
final class Writing {
  private static final int CHARGING = 1;
  private static final int CERTIFICATES = 2;
  private static final int LONGEST_EVSE_ID = 37;

  private Writing() {}

  static BodyElement of(ResponseCode code, Say say) {
    // the loops first: they come a thousand times as often as the rest
    if (say instanceof Say.CurrentDemand demand) {
      return demand(code, demand);
    } else if (say instanceof Say.ChargingStatus status) {
      return new ChargingStatusRes(
          code,
          evse(status.evseId()),
          status.tuple(),
          Numbers.atMostAmps(status.maxA()),
          meter(status.meter()),
          status.receipt(),
          Statuses.ac(status.status()));
    } else if (say instanceof Say.PowerDelivery delivery) {
      return new PowerDeliveryRes(code, Statuses.of(delivery.status(), delivery.direct()));
    } else if (say instanceof Say.CableCheck check) {
      return new CableCheckRes(code, Statuses.dc(check.status()), processing(check.processing()));
    } else if (say instanceof Say.PreCharge preCharge) {
      return new PreChargeRes(
          code, Statuses.dc(preCharge.status()), Numbers.volts(preCharge.volts()));
    } else if (say instanceof Say.WeldingDetection welding) {
      return new WeldingDetectionRes(
          code, Statuses.dc(welding.status()), Numbers.volts(welding.volts()));
    } else if (say instanceof Say.ChargeParameterDiscovery discovery) {
      return new ChargeParameterDiscoveryRes(
          code,
          EVSEProcessing.FINISHED,
          Tariffs.of(discovery.plan()),
          discovery.direct() ? dc(discovery) : ac(discovery));
    } else if (say instanceof Say.MeteringReceipt receipt) {
      return new MeteringReceiptRes(code, Statuses.of(receipt.status(), receipt.direct()));
    }
    return beforeAndAfter(code, say);
  }

  private static BodyElement beforeAndAfter(ResponseCode code, Say say) {
    if (say instanceof Say.SessionSetup setup) {
      return new SessionSetupRes(code, evse(setup.evseId()), setup.at().getEpochSecond());
    } else if (say instanceof Say.ServiceDiscovery discovery) {
      return discovery(code, discovery);
    } else if (say instanceof Say.ServiceDetail detail) {
      return new ServiceDetailRes(code, detail.service(), details(detail.service()));
    } else if (say instanceof Say.PaymentDetails details) {
      return new PaymentDetailsRes(code, details.challenge(), details.at().getEpochSecond());
    } else if (say instanceof Say.Authorization authorization) {
      return new AuthorizationRes(code, processing(authorization.processing()));
    } else if (say.kind() == io.tidegate.charging.vehicle.classic.Kind.SESSION_STOP) {
      return new SessionStopRes(code);
    }
    return new PaymentServiceSelectionRes(code);
  }

  static String evse(String id) {
    return id.substring(0, Math.min(LONGEST_EVSE_ID, id.length()));
  }

  private static EVSEProcessing processing(Processing processing) {
    return switch (processing) {
      case FINISHED -> EVSEProcessing.FINISHED;
      case ONGOING -> EVSEProcessing.ONGOING;
      case ONGOING_CUSTOMER -> EVSEProcessing.ONGOING_WAITING_FOR_CUSTOMER_INTERACTION;
    };
  }

  private static MeterInfo meter(Optional<Meter> meter) {
    return meter
        .map(m -> new MeterInfo(m.id(), m.importWh(), null, null, m.at().getEpochSecond()))
        .orElse(null);
  }

  private static BodyElement demand(ResponseCode code, Say.CurrentDemand demand) {
    return new CurrentDemandRes(
        code,
        Statuses.dc(demand.status()),
        Numbers.volts(demand.volts()),
        Numbers.amps(demand.amps()),
        demand.achieved().current(),
        demand.achieved().voltage(),
        demand.achieved().power(),
        Numbers.volts(demand.maxV()),
        Numbers.atMostAmps(demand.maxA()),
        Numbers.atMostWatts(demand.maxW()),
        evse(demand.evseId()),
        demand.tuple(),
        meter(demand.meter()),
        demand.receipt());
  }

  private static EVSEChargeParameter ac(Say.ChargeParameterDiscovery discovery) {
    return new AcEVSEChargeParameter(
        Statuses.ac(discovery.status()),
        Numbers.volts(discovery.nominalV()),
        Numbers.atMostAmps(discovery.maxA()));
  }

  private static EVSEChargeParameter dc(Say.ChargeParameterDiscovery discovery) {
    return new DcEVSEChargeParameter(
        Statuses.dc(discovery.status()),
        Numbers.atMostAmps(discovery.maxA()),
        Numbers.atMostWatts(discovery.maxW()),
        Numbers.volts(discovery.maxV()),
        Numbers.amps(discovery.minA()),
        Numbers.volts(discovery.minV()),
        null,
        Numbers.amps(0),
        null);
  }

  static ServiceDiscoveryRes discovery(ResponseCode code, Say.ServiceDiscovery discovery) {
    List<PaymentOption> payment = new ArrayList<>();
    if (discovery.contract()) {
      payment.add(PaymentOption.CONTRACT);
    }
    if (discovery.eim() || payment.isEmpty()) {
      payment.add(PaymentOption.EXTERNAL_PAYMENT);
    }
    List<EnergyTransferMode> modes = new ArrayList<>();
    discovery.modes().forEach(mode -> modes.addAll(modes(mode)));
    Service certificates =
        new Service(CERTIFICATES, "Certificate", ServiceCategory.CONTRACT_CERTIFICATE, null, true);
    return new ServiceDiscoveryRes(
        code,
        new PaymentOptionList(payment),
        new ChargeService(
            CHARGING,
            null,
            ServiceCategory.EV_CHARGING,
            null,
            false,
            new SupportedEnergyTransferMode(modes)),
        discovery.certificates() ? new ServiceList(List.of(certificates)) : null);
  }

  /** The kinds of plugs that a vehicle may mean by it: it knows its own. */
  private static List<EnergyTransferMode> modes(Mode mode) {
    return switch (mode) {
      case AC_SINGLE_PHASE -> List.of(EnergyTransferMode.AC_SINGLE_PHASE_CORE);
      case AC_THREE_PHASE -> List.of(EnergyTransferMode.AC_THREE_PHASE_CORE);
      case DC ->
          List.of(
              EnergyTransferMode.DC_EXTENDED,
              EnergyTransferMode.DC_CORE,
              EnergyTransferMode.DC_COMBO_CORE);
    };
  }

  /** Installation and update of contract certificates (table 106); charging has no details. */
  private static ServiceParameterList details(int service) {
    if (service != CERTIFICATES) {
      return null;
    }
    return new ServiceParameterList(
        List.of(
            new ParameterSet(CHARGING, List.of(parameter("Installation"))),
            new ParameterSet(CERTIFICATES, List.of(parameter("Update")))));
  }

  private static Parameter parameter(String value) {
    return new Parameter("Service", null, null, null, null, null, value);
  }
}
