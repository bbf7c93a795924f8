package io.tidegate.charging.ocpp.transport;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration as operators see it; {@link TransportConfig} validates it. */
@ObjectClassDefinition(
    id = OcppTransport.PID,
    name = "OCPP transport",
    description = "WebSocket server for charging stations (OCPP-J)")
@interface Config {
  @AttributeDefinition(
      name = "Host",
      description =
          "Address to listen on. Anything but loopback needs credentials or TLS to be set first.")
  String host() default "127.0.0.1";

  @AttributeDefinition(
      name = "Port",
      description = "TCP port; 0 takes any free one",
      min = "0",
      max = "65535")
  int port() default 9000;

  @AttributeDefinition(
      name = "Path",
      description = "What stands before the station's identity in the URL; begins and ends with /")
  String path() default "/";

  @AttributeDefinition(
      name = "Onboarding",
      description = "open lets unknown identities in (demonstrations only)",
      options = {
        @Option(label = "closed", value = "closed"),
        @Option(label = "open", value = "open")
      })
  String onboarding() default "closed";

  @AttributeDefinition(
      name = "Minimum security profile",
      description = "0 none, 1 password without TLS, 2 TLS and password, 3 TLS with certificates",
      min = "0",
      max = "3")
  int security_minimum() default 2;

  @AttributeDefinition(
      name = "Credentials file",
      description = "Lines identity:pbkdf2$iterations$salt$hash, below the home folder")
  String auth_file() default "config/stations.passwd";

  @AttributeDefinition(
      name = "Failed logins",
      description = "Refused passwords a minute and address before 429 is answered",
      min = "1",
      max = "100000")
  int auth_failures_per_minute() default 30;

  @AttributeDefinition(
      name = "Certificates file",
      description = "Lines identity:CN or identity:CN:renew, below the home folder")
  String auth_certificates_file() default "config/stations.certificates";

  @AttributeDefinition(
      name = "TLS keys",
      description =
          "PEM or PKCS#12 files with the server's key and chain, or pkcs11:<alias>; with a comma"
              + " between an ECDSA and an RSA one; empty: no TLS",
      required = false)
  String tls_keystore() default "";

  @AttributeDefinition(
      name = "TLS password file",
      description = "File whose first line opens PKCS#12 stores and encrypted keys",
      required = false)
  String tls_password_file() default "";

  @AttributeDefinition(
      name = "TLS trusted authorities",
      description = "PEM or PKCS#12 with the CAs of the stations' certificates",
      required = false)
  String tls_truststore() default "";

  @AttributeDefinition(
      name = "TLS client authentication",
      description = "Whether stations present a certificate",
      options = {
        @Option(label = "none", value = "none"),
        @Option(label = "optional", value = "optional"),
        @Option(label = "required", value = "required")
      })
  String tls_client_auth() default "none";

  @AttributeDefinition(
      name = "Operator's name",
      description = "O that stations' certificates must name; empty: any",
      required = false)
  String tls_client_organization() default "";

  @AttributeDefinition(
      name = "TLS handshakes",
      description = "worked on at a time; the others wait for their turn",
      min = "1",
      max = "10000")
  int tls_handshakes_max() default 256;

  @AttributeDefinition(
      name = "TLS without forward secrecy",
      description = "Offer TLS_RSA suites too, for certification and very old stations")
  boolean tls_rsa_suites() default false;

  @AttributeDefinition(
      name = "Longest message",
      description = "bytes",
      min = "1024",
      max = "16777216")
  int ws_message_max() default 262144;

  @AttributeDefinition(
      name = "Most fragments",
      description = "of one message",
      min = "1",
      max = "65536")
  int ws_fragments_max() default 1024;

  @AttributeDefinition(
      name = "Compression",
      description = "permessage-deflate (RFC 7692) for stations that ask for it as they connect")
  boolean ws_compression() default true;

  @AttributeDefinition(
      name = "Compression from",
      description = "bytes of the shortest message that is compressed",
      min = "0",
      max = "16777216")
  int ws_compression_from() default 512;

  @AttributeDefinition(
      name = "Control frames",
      description = "pings and pongs a second that a station may send",
      min = "1",
      max = "10000")
  int ws_control_per_second() default 20;

  @AttributeDefinition(
      name = "Messages",
      description = "served a second for one station, twice as many at once; the rest waits unread",
      min = "1",
      max = "100000")
  int ws_messages_per_second() default 200;

  @AttributeDefinition(
      name = "Handshake timeout",
      description = "ms from accepting the socket to the WebSocket",
      min = "100",
      max = "60000")
  int handshake_timeout_ms() default 10000;

  @AttributeDefinition(
      name = "Frame timeout",
      description = "ms from the first byte of a message to its last",
      min = "100",
      max = "600000")
  int frame_timeout_ms() default 30000;

  @AttributeDefinition(
      name = "Ping interval",
      description = "ms of silence before a ping is sent",
      min = "100",
      max = "3600000")
  int ping_interval_ms() default 30000;

  @AttributeDefinition(
      name = "Idle timeout",
      description = "ms of silence before the connection is closed; 0: twice the ping interval",
      min = "0",
      max = "7200000")
  int idle_timeout_ms() default 0;

  @AttributeDefinition(
      name = "Inbound mailbox",
      description = "messages that wait for a dialect before the socket is no longer read",
      min = "1",
      max = "4096")
  int mailbox_inbound_max() default 64;

  @AttributeDefinition(
      name = "Outbound mailbox",
      description = "calls that wait to be sent",
      min = "1",
      max = "4096")
  int mailbox_outbound_max() default 64;

  @AttributeDefinition(
      name = "Write queue",
      description = "bytes that a station may leave unread before it is disconnected",
      min = "16384",
      max = "67108864")
  int write_queue_max() default 1048576;

  @AttributeDefinition(
      name = "Dialect gap",
      description = "ms that connections wait for a dialect that went away",
      min = "0",
      max = "3600000")
  int dialect_gap_ms() default 60000;

  @AttributeDefinition(
      name = "Dialect stage",
      description = "ms that a dialect may take for one message before the next one is delivered",
      min = "100",
      max = "600000")
  int dialect_stage_ms() default 30000;

  @AttributeDefinition(
      name = "Free reconnects",
      description = "short-lived connections in a row before a station is held off",
      min = "0",
      max = "1000")
  int reconnect_free() default 5;

  @AttributeDefinition(
      name = "Most connections",
      description = "all stations and those shaking hands together",
      min = "1",
      max = "100000")
  int connections_max() default 20000;

  @AttributeDefinition(
      name = "I/O threads",
      description = "takes effect when the bundle starts",
      min = "1",
      max = "64")
  int io_threads() default 2;

  @AttributeDefinition(
      name = "Native I/O",
      description = "use epoll where it is there; takes effect when the bundle starts")
  boolean io_native() default true;
}
