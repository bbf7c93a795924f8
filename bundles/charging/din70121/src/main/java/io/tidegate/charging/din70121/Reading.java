package io.tidegate.charging.din70121;

import io.tidegate.charging.vehicle.classic.Ask;
import io.tidegate.charging.vehicle.classic.Ask.PowerDelivery.Progress;
import io.tidegate.charging.vehicle.classic.Ask.PowerDelivery.Stretch;
import io.tidegate.charging.vehicle.classic.Battery;
import io.tidegate.charging.vehicle.classic.Mode;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.din.BodyElement;
import io.tidegate.codec.exi.iso15118.din.CableCheckReq;
import io.tidegate.codec.exi.iso15118.din.CertificateInstallationReq;
import io.tidegate.codec.exi.iso15118.din.CertificateUpdateReq;
import io.tidegate.codec.exi.iso15118.din.ChargeParameterDiscoveryReq;
import io.tidegate.codec.exi.iso15118.din.ChargingStatusReq;
import io.tidegate.codec.exi.iso15118.din.ContractAuthenticationReq;
import io.tidegate.codec.exi.iso15118.din.CurrentDemandReq;
import io.tidegate.codec.exi.iso15118.din.DcEVChargeParameter;
import io.tidegate.codec.exi.iso15118.din.DcEVErrorCode;
import io.tidegate.codec.exi.iso15118.din.DcEVStatus;
import io.tidegate.codec.exi.iso15118.din.EVRequestedEnergyTransfer;
import io.tidegate.codec.exi.iso15118.din.MeteringReceiptReq;
import io.tidegate.codec.exi.iso15118.din.PaymentDetailsReq;
import io.tidegate.codec.exi.iso15118.din.PaymentOption;
import io.tidegate.codec.exi.iso15118.din.PowerDeliveryReq;
import io.tidegate.codec.exi.iso15118.din.PreChargeReq;
import io.tidegate.codec.exi.iso15118.din.SelectedService;
import io.tidegate.codec.exi.iso15118.din.ServiceDetailReq;
import io.tidegate.codec.exi.iso15118.din.ServiceDiscoveryReq;
import io.tidegate.codec.exi.iso15118.din.ServicePaymentSelectionReq;
import io.tidegate.codec.exi.iso15118.din.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.din.SessionStopReq;
import io.tidegate.codec.exi.iso15118.din.WeldingDetectionReq;
import java.util.List;
import java.util.Optional;

/** What a vehicle's message asks for. */
final class Reading {
  /** DIN 70121 does not let a vehicle say how much room it has; this much, all have. */
  private static final int ENTRIES = 12;

  private Reading() {}

  static Ask of(BodyElement body) {
    // the loop first: it comes a thousand times as often as the rest
    if (body instanceof CurrentDemandReq demand) {
      return demand(demand);
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
    return beforeAndAfter(body);
  }

  private static Ask beforeAndAfter(BodyElement body) {
    if (body instanceof SessionSetupReq setup) {
      return new Ask.SessionSetup(setup.evccid().toHex());
    } else if (body instanceof ServiceDiscoveryReq) {
      return new Ask.ServiceDiscovery();
    } else if (body instanceof ServiceDetailReq detail) {
      return new Ask.ServiceDetail(detail.serviceID());
    } else if (body instanceof ServicePaymentSelectionReq selection) {
      return new Ask.PaymentServiceSelection(
          selection.selectedPaymentOption() == PaymentOption.CONTRACT,
          selection.selectedServiceList().selectedService().stream()
              .map(SelectedService::serviceID)
              .toList());
    } else if (body instanceof ContractAuthenticationReq) {
      return new Ask.Authorization(Bytes.EMPTY, Optional.empty());
    } else if (body instanceof SessionStopReq) {
      return new Ask.SessionStop(false);
    }
    return elsewhere(body);
  }

  /** What the schema has and the specification leaves out: always out of order. */
  private static Ask elsewhere(BodyElement body) {
    if (body instanceof ChargingStatusReq) {
      return new Ask.ChargingStatus();
    } else if (body instanceof PaymentDetailsReq details) {
      return new Ask.PaymentDetails(details.contractID(), List.of());
    } else if (body instanceof MeteringReceiptReq receipt) {
      return new Ask.MeteringReceipt(
          receipt.sessionID(), receipt.meterInfo().meterID(), Double.NaN, Optional.empty());
    } else if (body instanceof CertificateInstallationReq || body instanceof CertificateUpdateReq) {
      return new Ask.Certificate(
          body instanceof CertificateUpdateReq, Bytes.EMPTY, Optional.empty(), Bytes.EMPTY);
    }
    return new Ask.Stray(body == null ? "an empty body" : body.getClass().getSimpleName());
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
    Progress progress = delivery.readyToChargeState() ? Progress.START : Progress.STOP;
    if (delivery.chargingProfile() == null) {
      return new Ask.PowerDelivery(progress, 0, List.of());
    }
    return new Ask.PowerDelivery(
        progress,
        Math.max(0, delivery.chargingProfile().saScheduleTupleID()),
        delivery.chargingProfile().profileEntry().stream()
            .map(
                entry ->
                    new Stretch(
                        entry.chargingProfileEntryStart(), entry.chargingProfileEntryMaxPower()))
            .toList());
  }

  private static Ask discovery(ChargeParameterDiscoveryReq discovery) {
    EVRequestedEnergyTransfer wanted = discovery.evRequestedEnergyTransferType();
    Mode mode =
        switch (wanted) {
          case AC_SINGLE_PHASE_CORE -> Mode.AC_SINGLE_PHASE;
          case AC_THREE_PHASE_CORE -> Mode.AC_THREE_PHASE;
          case DC_CORE, DC_EXTENDED, DC_COMBO_CORE, DC_UNIQUE -> Mode.DC;
        };
    if (!(discovery.evChargeParameter() instanceof DcEVChargeParameter dc)) {
      return new Ask.ChargeParameterDiscovery(
          mode,
          false,
          ENTRIES,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Battery.UNKNOWN);
    }
    return new Ask.ChargeParameterDiscovery(
        mode,
        true,
        ENTRIES,
        Double.NaN,
        Numbers.of(dc.evEnergyRequest()),
        Numbers.of(dc.evMaximumVoltageLimit()),
        Numbers.of(dc.evMaximumCurrentLimit()),
        Double.NaN,
        Numbers.of(dc.evMaximumPowerLimit()),
        Numbers.of(dc.evEnergyCapacity()),
        dc.fullSOC() == null ? Double.NaN : dc.fullSOC(),
        battery(dc.dcEVStatus()));
  }
}
