package io.tidegate.charging.iso15118.v2;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Form of the dialect's configuration; the machine's rules validate the values. */
@ObjectClassDefinition(id = Iso15118V2Dialect.PID, name = "ISO 15118-2 dialect")
@interface DialectConfig {
  @AttributeDefinition(
      name = "Profile",
      description = "strict (profiles and timeouts by the letter) or field (what vehicles do)")
  String profile() default "field";

  @AttributeDefinition(
      name = "Timeout of the loop",
      description = "ms, 100 to 60,000: patience between two CurrentDemandReq, without the grace")
  int loop_timeout_ms() default 500;

  @AttributeDefinition(
      name = "Grace of the loop",
      description = "ms, 0 to 60,000: added to the timeout; strict: 0 by default")
  int loop_grace_ms() default 1500;

  @AttributeDefinition(name = "External means", description = "Cards and operators authorise")
  boolean eim() default true;

  @AttributeDefinition(
      name = "Contracts",
      description = "Plug and Charge, over TLS, where there are roots to check contracts by")
  boolean contracts() default true;

  @AttributeDefinition(
      name = "Sequence timeout",
      description = "s, 5 to 300: patience between two messages, and of ChargingStatus")
  int sequence_timeout_s() default 60;

  @AttributeDefinition(
      name = "Renegotiation timeout",
      description = "s, 1 to 60: patience between its messages, the contactor being closed")
  int renegotiation_timeout_s() default 10;

  @AttributeDefinition(
      name = "Authorisation",
      description = "s, 10 to 3,600: how long somebody may take to authorise a session")
  int authorisation_wait_s() default 180;

  @AttributeDefinition(name = "Insulation test", description = "s, 5 to 120: how long it may take")
  int cablecheck_limit_s() default 40;

  @AttributeDefinition(name = "Pre-charge", description = "s, 2 to 60: how long it may take")
  int precharge_limit_s() default 10;

  @AttributeDefinition(
      name = "Contactor",
      description = "ms, 200 to 10,000: how long PowerDeliveryRes waits for it")
  int contactor_limit_ms() default 4500;

  @AttributeDefinition(
      name = "Voltage",
      description =
          "ms, 50 to 5,000, within the contactor's: how long a pre-charged output may still move")
  int voltage_limit_ms() default 1000;

  @AttributeDefinition(
      name = "Certificates",
      description =
          "ms, 500 to 10,000: how long a response waits for a contract certificate, or for what is"
              + " known of its revocation")
  int certificate_limit_ms() default 4500;

  @AttributeDefinition(
      name = "Receipts",
      description = "s, 0 to 86,400: how often a vehicle with a contract signs one; 0 never")
  int receipt_interval_s() default 0;

  @AttributeDefinition(
      name = "Roots of contracts",
      description = "PEM files with the mobility operators' roots, separated by commas",
      required = false)
  String contract_roots() default "";

  @AttributeDefinition(
      name = "Revocation of contracts",
      description = "off, soft (no answer of OCSP is good enough) or hard (no answer, no contract)")
  String contract_revocation() default "soft";

  @AttributeDefinition(name = "Frames", description = "Complete messages are logged")
  boolean log_frames() default false;
}
