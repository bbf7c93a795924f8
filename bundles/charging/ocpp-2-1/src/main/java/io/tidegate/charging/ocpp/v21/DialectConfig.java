package io.tidegate.charging.ocpp.v21;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Form of the dialect's configuration; the engine validates the values. */
@ObjectClassDefinition(id = Ocpp21Dialect.PID, name = "OCPP 2.1 dialect")
@interface DialectConfig {
  @AttributeDefinition(
      name = "Heartbeat interval",
      description = "s, 10 to 86,400; each station is told a value within 10 % of it")
  int heartbeat_interval_s() default 300;

  @AttributeDefinition(
      name = "Retry interval",
      description = "s, 5 to 86,400: when a station that must wait boots again")
  int boot_retry_s() default 60;

  @AttributeDefinition(
      name = "Telemetry interval",
      description = "s, 1 to 3,600: how often a station reports during a transaction")
  int telemetry_interval_s() default 5;

  @AttributeDefinition(
      name = "Answer timeout",
      description = "ms, 500 to 60,000: how long a station may take to answer")
  int answer_timeout_ms() default 5_000;

  @AttributeDefinition(
      name = "Audit interval",
      description =
          "s, 0 to 86,400: how often a charging station is asked for its composite schedule, which"
              + " must end in the safe share; 0 never")
  int audit_interval_s() default 900;

  @AttributeDefinition(
      name = "Validation",
      description = "What becomes of unknown fields: strict, tolerant or observe")
  String validation() default "strict";

  @AttributeDefinition(
      name = "Tolerated stations",
      description = "Identities, separated by commas, whose unknown fields are passed over",
      required = false)
  String validation_tolerant_stations() default "";

  @AttributeDefinition(
      name = "Id tokens",
      description = "Who may charge: file (config/idtokens.txt) or any (demonstrations only)")
  String idtokens() default "file";

  @AttributeDefinition(
      name = "Variables",
      description =
          "Set on every station after it is accepted: Component.Variable=value, separated by"
              + " semicolons; a station that refuses is served all the same",
      required = false)
  String set_variables() default "";
}
