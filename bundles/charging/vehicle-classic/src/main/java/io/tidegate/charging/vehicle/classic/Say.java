package io.tidegate.charging.vehicle.classic;

import io.tidegate.codec.exi.iso15118.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the SECC answers, beside the verdict. Magnitudes; W, A, V, Wh. */
public sealed interface Say {

  Kind kind();

  /**
   * No, with what has to be there beside the verdict.
   *
   * @param service of ServiceDetail, else 0
   */
  record Refusal(Kind kind, int service, Status status, boolean direct, double volts, double amps)
      implements Say {}

  /** PaymentServiceSelection and SessionStop: there is nothing to add. */
  record Done(Kind kind) implements Say {}

  record SessionSetup(String evseId, Instant at) implements Say {
    @Override
    public Kind kind() {
      return Kind.SESSION_SETUP;
    }
  }

  /**
   * @param certificates contract certificates are installed and updated here
   */
  record ServiceDiscovery(boolean eim, boolean contract, List<Mode> modes, boolean certificates)
      implements Say {
    @Override
    public Kind kind() {
      return Kind.SERVICE_DISCOVERY;
    }
  }

  /** Of a service that has details: ContractCertificate alone. */
  record ServiceDetail(int service) implements Say {
    @Override
    public Kind kind() {
      return Kind.SERVICE_DETAIL;
    }
  }

  record PaymentDetails(Bytes challenge, Instant at) implements Say {
    @Override
    public Kind kind() {
      return Kind.PAYMENT_DETAILS;
    }
  }

  /**
   * CertificateInstallation or CertificateUpdate.
   *
   * @param document the response as it came from whoever issues contracts
   */
  record Certificate(Kind kind, Bytes document) implements Say {}

  record Authorization(Processing processing) implements Say {
    @Override
    public Kind kind() {
      return Kind.AUTHORIZATION;
    }
  }

  /**
   * @param maxA AC: of a phase
   * @param nominalV AC
   */
  record ChargeParameterDiscovery(
      Status status,
      boolean direct,
      Plan plan,
      double nominalV,
      double minV,
      double maxV,
      double minA,
      double maxA,
      double maxW)
      implements Say {
    @Override
    public Kind kind() {
      return Kind.CHARGE_PARAMETER_DISCOVERY;
    }
  }

  record CableCheck(Status status, Processing processing) implements Say {
    @Override
    public Kind kind() {
      return Kind.CABLE_CHECK;
    }
  }

  record PreCharge(Status status, double volts) implements Say {
    @Override
    public Kind kind() {
      return Kind.PRE_CHARGE;
    }
  }

  record PowerDelivery(Status status, boolean direct) implements Say {
    @Override
    public Kind kind() {
      return Kind.POWER_DELIVERY;
    }
  }

  record ChargingStatus(
      Status status, String evseId, int tuple, double maxA, Optional<Meter> meter, boolean receipt)
      implements Say {
    @Override
    public Kind kind() {
      return Kind.CHARGING_STATUS;
    }
  }

  /**
   * @param maxA signed: below 0 the vehicle is to discharge, where that was agreed on
   * @param maxW the same
   */
  record CurrentDemand(
      Status status,
      double volts,
      double amps,
      Achieved achieved,
      double maxV,
      double maxA,
      double maxW,
      String evseId,
      int tuple,
      Optional<Meter> meter,
      boolean receipt)
      implements Say {
    @Override
    public Kind kind() {
      return Kind.CURRENT_DEMAND;
    }

    /** Which limits of the EVSE hold the vehicle back. */
    public record Achieved(boolean current, boolean voltage, boolean power) {}
  }

  record MeteringReceipt(Status status, boolean direct) implements Say {
    @Override
    public Kind kind() {
      return Kind.METERING_RECEIPT;
    }
  }

  record WeldingDetection(Status status, double volts) implements Say {
    @Override
    public Kind kind() {
      return Kind.WELDING_DETECTION;
    }
  }

  /** Whether the vehicle has to ask again. */
  enum Processing {
    FINISHED,
    ONGOING,
    /** DIN 70121 has no word for it and says Ongoing. */
    ONGOING_CUSTOMER
  }
}
