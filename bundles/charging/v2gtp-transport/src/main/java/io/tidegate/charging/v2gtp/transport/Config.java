package io.tidegate.charging.v2gtp.transport;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration as operators see it; {@link TransportConfig} validates it. */
@ObjectClassDefinition(
    id = V2gtpTransport.PID,
    name = "V2GTP transport",
    description = "Where vehicles connect to EVSEs of our own (ISO 15118, DIN 70121)")
@interface Config {
  @AttributeDefinition(
      name = "Doors",
      description =
          "EVSE@interface[:SDP port][/TCP port] with commas between, e.g. E01@eth1, E02@eth2;"
              + " the SDP port is 15118, the TCP port any free one, unless said",
      required = false)
  String doors() default "";

  @AttributeDefinition(
      name = "TLS",
      description = "required; optional also lets DIN 70121 and ISO 15118-2 in without; off",
      options = {
        @Option(label = "required", value = "required"),
        @Option(label = "optional", value = "optional"),
        @Option(label = "off", value = "off")
      })
  String tls() default "required";

  @AttributeDefinition(
      name = "TLS keys",
      description =
          "PEM or PKCS#12 files with a key and its chain each, or pkcs11:<alias>, in order of"
              + " preference: P-521 or Ed448 for ISO 15118-20, P-256 for ISO 15118-2",
      required = false)
  String tls_keystore() default "";

  @AttributeDefinition(
      name = "TLS password file",
      description = "File whose first line opens PKCS#12 stores and encrypted keys",
      required = false)
  String tls_password_file() default "";

  @AttributeDefinition(
      name = "TLS trusted roots",
      description =
          "PEM or PKCS#12 with the OEM and V2G roots of vehicles' certificates; never MO roots",
      required = false)
  String tls_truststore() default "";

  @AttributeDefinition(
      name = "Revocation lists",
      description = "CRL files (PEM or DER) for vehicles' certificates, below the home folder",
      required = false)
  String tls_crls() default "";

  @AttributeDefinition(
      name = "OCSP responses",
      description = "Files or folders with responses in DER for our own chains, which are stapled",
      required = false)
  String tls_ocsp() default "";

  @AttributeDefinition(
      name = "TLS profile",
      description = "strict: what the standards say; field: what vehicles do",
      options = {
        @Option(label = "strict", value = "strict"),
        @Option(label = "field", value = "field")
      })
  String tls_profile() default "strict";

  @AttributeDefinition(
      name = "ISO 15118-20 without TLS",
      description = "laboratories only: anybody on the line can then command the EVSE")
  boolean lab_plain() default false;

  @AttributeDefinition(
      name = "Longest message",
      description = "bytes",
      min = "1024",
      max = "1048576")
  int message_max() default 65536;

  @AttributeDefinition(
      name = "Write queue",
      description = "bytes that a vehicle may leave unread before it is disconnected",
      min = "16384",
      max = "16777216")
  int write_queue_max() default 262144;

  @AttributeDefinition(
      name = "Most connections",
      description = "at a door, those shaking hands included",
      min = "1",
      max = "64")
  int connections_max() default 4;

  @AttributeDefinition(
      name = "Discovery answers",
      description = "a second and door",
      min = "1",
      max = "10000")
  int sdp_per_second() default 20;

  @AttributeDefinition(
      name = "Messages",
      description = "a second and vehicle; those beyond wait",
      min = "20",
      max = "10000")
  int messages_per_second() default 200;

  @AttributeDefinition(
      name = "Communication setup",
      description = "ms from the connection to the first answer of the session",
      min = "100",
      max = "120000")
  int setup_timeout_ms() default 20000;

  @AttributeDefinition(
      name = "Dialect gap",
      description = "ms that lines wait for a dialect that went away",
      min = "0",
      max = "60000")
  int dialect_gap_ms() default 5000;

  @AttributeDefinition(
      name = "I/O threads",
      description = "takes effect when the bundle starts",
      min = "1",
      max = "16")
  int io_threads() default 1;
}
