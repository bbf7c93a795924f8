package io.tidegate.charging.vehicle.classic;

/** Pairs of messages, by the names of ISO 15118-2. */
public enum Kind {
  SESSION_SETUP("SessionSetup"),
  SERVICE_DISCOVERY("ServiceDiscovery"),
  SERVICE_DETAIL("ServiceDetail"),
  PAYMENT_SERVICE_SELECTION("PaymentServiceSelection"),
  PAYMENT_DETAILS("PaymentDetails"),
  CERTIFICATE_INSTALLATION("CertificateInstallation"),
  CERTIFICATE_UPDATE("CertificateUpdate"),
  AUTHORIZATION("Authorization"),
  CHARGE_PARAMETER_DISCOVERY("ChargeParameterDiscovery"),
  CABLE_CHECK("CableCheck"),
  PRE_CHARGE("PreCharge"),
  POWER_DELIVERY("PowerDelivery"),
  CHARGING_STATUS("ChargingStatus"),
  CURRENT_DEMAND("CurrentDemand"),
  METERING_RECEIPT("MeteringReceipt"),
  WELDING_DETECTION("WeldingDetection"),
  SESSION_STOP("SessionStop"),
  /** A message that no vehicle may send: a response, or an empty body. */
  STRAY("Stray");

  private final String label;

  Kind(String label) {
    this.label = label;
  }

  /** As the standard names the pair. */
  public String label() {
    return label;
  }
}
