package io.tidegate.charging.iso15118.v2;

import io.tidegate.charging.vehicle.classic.Ask;
import io.tidegate.charging.vehicle.classic.Ask.PowerDelivery.Progress;
import io.tidegate.charging.vehicle.classic.Ask.PowerDelivery.Stretch;
import io.tidegate.charging.vehicle.classic.Battery;
import io.tidegate.charging.vehicle.classic.Mode;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.iso2.AcEVChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.AuthorizationReq;
import io.tidegate.codec.exi.iso15118.iso2.BodyElement;
import io.tidegate.codec.exi.iso15118.iso2.CableCheckReq;
import io.tidegate.codec.exi.iso15118.iso2.CertificateChain;
import io.tidegate.codec.exi.iso15118.iso2.CertificateInstallationReq;
import io.tidegate.codec.exi.iso15118.iso2.CertificateUpdateReq;
import io.tidegate.codec.exi.iso15118.iso2.ChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.iso2.ChargingSession;
import io.tidegate.codec.exi.iso15118.iso2.ChargingStatusReq;
import io.tidegate.codec.exi.iso15118.iso2.CurrentDemandReq;
import io.tidegate.codec.exi.iso15118.iso2.DcEVChargeParameter;
import io.tidegate.codec.exi.iso15118.iso2.DcEVErrorCode;
import io.tidegate.codec.exi.iso15118.iso2.DcEVStatus;
import io.tidegate.codec.exi.iso15118.iso2.EnergyTransferMode;
import io.tidegate.codec.exi.iso15118.iso2.MeteringReceiptReq;
import io.tidegate.codec.exi.iso15118.iso2.PaymentDetailsReq;
import io.tidegate.codec.exi.iso15118.iso2.PaymentOption;
import io.tidegate.codec.exi.iso15118.iso2.PaymentServiceSelectionReq;
import io.tidegate.codec.exi.iso15118.iso2.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.iso2.PreChargeReq;
import io.tidegate.codec.exi.iso15118.iso2.SelectedService;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.iso2.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.iso2.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.iso2.SessionStopReq;
import io.tidegate.codec.exi.iso15118.iso2.V2GMessage;
import io.tidegate.codec.exi.iso15118.iso2.WeldingDetectionReq;
import java.util.ArrayList;
import java.util.List;

/** What a vehicle's message asks for. */
final class Reading {
  /** Where a vehicle says nothing of how much room it has (V2G2-785). */
  private static final int ENTRIES = 12;

  private Reading() {}

  static Ask of(V2GMessage message, Bytes document) {
    BodyElement body = message.body().bodyElement();
    // the loops first: they come a thousand times as often as the rest
    if (body instanceof CurrentDemandReq demand) {
      return demand(demand);
    } else if (body instanceof ChargingStatusReq) {
      return new Ask.ChargingStatus();
    } else if (body instanceof PowerDeliveryReq delivery) {
      return delivery(delivery);
    } else if (body instanceof ChargeParameterDiscoveryReq discovery) {
      return discovery(discovery);
    } else if (body instanceof CableCheckReq check) {
      return new Ask.CableCheck(battery(check.dcEVStatus()));
    } else if (body instanceof PreChargeReq preCharge) {
      return new Ask.PreCharge(
          battery(preCharge.dcEVStatus()),
          Numbers.of(preCharge.evTargetVoltage()),
          Numbers.of(preCharge.evTargetCurrent()));
    } else if (body instanceof WeldingDetectionReq welding) {
      return new Ask.WeldingDetection(battery(welding.dcEVStatus()));
    }
    Ask signed = signed(message, document);
    return signed != null ? signed : beforeAndAfter(body);
  }

  /** Those that may bear a signature that counts. */
  private static Ask signed(V2GMessage message, Bytes document) {
    BodyElement body = message.body().bodyElement();
    if (body instanceof AuthorizationReq authorization) {
      Bytes challenge = authorization.genChallenge();
      return new Ask.Authorization(
          challenge == null ? Bytes.EMPTY : challenge, Sealing.of(message.header(), authorization));
    } else if (body instanceof MeteringReceiptReq receipt) {
      Long reading = receipt.meterInfo().meterReading();
      return new Ask.MeteringReceipt(
          receipt.sessionID(),
          receipt.meterInfo().meterID(),
          reading == null ? Double.NaN : reading,
          Sealing.of(message.header(), receipt));
    } else if (body instanceof CertificateInstallationReq installation) {
      return new Ask.Certificate(
          false,
          installation.oemProvisioningCert(),
          Sealing.of(message.header(), installation),
          document);
    } else if (body instanceof CertificateUpdateReq update) {
      return new Ask.Certificate(
          true,
          update.contractSignatureCertChain().certificate(),
          Sealing.of(message.header(), update),
          document);
    }
    return null;
  }

  private static Ask beforeAndAfter(BodyElement body) {
    if (body instanceof SessionSetupReq setup) {
      return new Ask.SessionSetup(setup.evccid().toHex());
    } else if (body instanceof ServiceDiscoveryReq) {
      return new Ask.ServiceDiscovery();
    } else if (body instanceof ServiceDetailReq detail) {
      return new Ask.ServiceDetail(detail.serviceID());
    } else if (body instanceof PaymentServiceSelectionReq selection) {
      return new Ask.PaymentServiceSelection(
          selection.selectedPaymentOption() == PaymentOption.CONTRACT,
          selection.selectedServiceList().selectedService().stream()
              .map(SelectedService::serviceID)
              .toList());
    } else if (body instanceof PaymentDetailsReq details) {
      return new Ask.PaymentDetails(details.eMAID(), chain(details.contractSignatureCertChain()));
    } else if (body instanceof SessionStopReq stop) {
      return new Ask.SessionStop(stop.chargingSession() == ChargingSession.PAUSE);
    }
    return new Ask.Stray(body == null ? "an empty body" : body.getClass().getSimpleName());
  }

  private static List<Bytes> chain(CertificateChain chain) {
    List<Bytes> certificates = new ArrayList<>();
    certificates.add(chain.certificate());
    if (chain.subCertificates() != null) {
      certificates.addAll(chain.subCertificates().certificate());
    }
    return certificates;
  }

  private static Battery battery(DcEVStatus status) {
    DcEVErrorCode code = status.evErrorCode();
    boolean well = code == DcEVErrorCode.NO_ERROR || code == DcEVErrorCode.NO_DATA;
    return new Battery(status.evReady(), well ? "" : code.wire(), status.evresssoc());
  }

  private static Ask demand(CurrentDemandReq demand) {
    return new Ask.CurrentDemand(
        battery(demand.dcEVStatus()),
        Numbers.of(demand.evTargetVoltage()),
        Numbers.of(demand.evTargetCurrent()),
        Numbers.of(demand.evMaximumVoltageLimit()),
        Numbers.of(demand.evMaximumCurrentLimit()),
        Numbers.of(demand.evMaximumPowerLimit()),
        demand.chargingComplete());
  }

  private static Ask delivery(PowerDeliveryReq delivery) {
    Progress progress =
        switch (delivery.chargeProgress()) {
          case START -> Progress.START;
          case STOP -> Progress.STOP;
          case RENEGOTIATE -> Progress.RENEGOTIATE;
        };
    List<Stretch> profile =
        delivery.chargingProfile() == null
            ? List.of()
            : delivery.chargingProfile().profileEntry().stream()
                .map(
                    entry ->
                        new Stretch(
                            entry.chargingProfileEntryStart(),
                            Numbers.of(entry.chargingProfileEntryMaxPower())))
                .toList();
    return new Ask.PowerDelivery(progress, delivery.saScheduleTupleID(), profile);
  }

  private static Ask discovery(ChargeParameterDiscoveryReq discovery) {
    Mode mode = mode(discovery.requestedEnergyTransferMode());
    int entries =
        discovery.maxEntriesSAScheduleTuple() == null
            ? ENTRIES
            : discovery.maxEntriesSAScheduleTuple();
    if (discovery.evChargeParameter() instanceof AcEVChargeParameter ac) {
      return new Ask.ChargeParameterDiscovery(
          mode,
          false,
          entries,
          seconds(ac.departureTime()),
          Numbers.of(ac.eAmount()),
          Numbers.of(ac.evMaxVoltage()),
          Numbers.of(ac.evMaxCurrent()),
          Numbers.of(ac.evMinCurrent()),
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Battery.UNKNOWN);
    }
    DcEVChargeParameter dc = (DcEVChargeParameter) discovery.evChargeParameter();
    return new Ask.ChargeParameterDiscovery(
        mode,
        true,
        entries,
        seconds(dc.departureTime()),
        Numbers.of(dc.evEnergyRequest()),
        Numbers.of(dc.evMaximumVoltageLimit()),
        Numbers.of(dc.evMaximumCurrentLimit()),
        Double.NaN,
        Numbers.of(dc.evMaximumPowerLimit()),
        Numbers.of(dc.evEnergyCapacity()),
        dc.fullSOC() == null ? Double.NaN : dc.fullSOC(),
        battery(dc.dcEVStatus()));
  }

  private static double seconds(Long departure) {
    return departure == null ? Double.NaN : departure;
  }

  private static Mode mode(EnergyTransferMode mode) {
    return switch (mode) {
      case AC_SINGLE_PHASE_CORE -> Mode.AC_SINGLE_PHASE;
      case AC_THREE_PHASE_CORE -> Mode.AC_THREE_PHASE;
      case DC_CORE, DC_EXTENDED, DC_COMBO_CORE, DC_UNIQUE -> Mode.DC;
    };
  }
}
