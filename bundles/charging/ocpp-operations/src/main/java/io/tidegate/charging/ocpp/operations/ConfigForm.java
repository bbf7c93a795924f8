package io.tidegate.charging.ocpp.operations;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Form of the configuration; {@link OperationsConfig} validates the values. */
@ObjectClassDefinition(id = OperationsComponent.PID, name = "OCPP operations")
@interface ConfigForm {
  @AttributeDefinition(
      name = "Longest report",
      description = "KiB, 64 to 65,536: of a device model or of monitors, a station")
  int report_max_kib() default 4_096;

  @AttributeDefinition(
      name = "Host for files",
      description = "Address that stations fetch firmware from and put logs to")
  String files_host() default "127.0.0.1";

  @AttributeDefinition(name = "Port for files", description = "0 to 65,535; 0 takes any free one")
  int files_port() default 9_180;

  @AttributeDefinition(
      name = "URL for files",
      description = "That stations know it by, ending with a slash; empty: of host and port",
      required = false)
  String files_url() default "";

  @AttributeDefinition(
      name = "Keys for files",
      description = "PEM or PKCS#12 files, commas between; empty: no TLS",
      required = false)
  String files_tls_keystore() default "";

  @AttributeDefinition(
      name = "Password file",
      description = "Its first line opens PKCS#12 files; relative to the home folder",
      required = false)
  String files_tls_password_file() default "";

  @AttributeDefinition(
      name = "Without TLS",
      description = "Whether files are served without TLS on other addresses than loopback")
  boolean files_plain() default false;

  @AttributeDefinition(name = "Connections", description = "1 to 10,000 for files")
  int files_connections_max() default 32;

  @AttributeDefinition(
      name = "Rate",
      description = "KiB a second, 16 to 1,048,576: of all files together, each way")
  int files_rate_kib() default 8_192;

  @AttributeDefinition(name = "Longest firmware", description = "MiB, 1 to 4,096")
  int firmware_max_mib() default 256;

  @AttributeDefinition(name = "Firmwares", description = "1 to 1,000 that are kept")
  int firmware_keep() default 10;

  @AttributeDefinition(
      name = "Time for an update",
      description = "min, 1 to 10,080; then its end is unknown")
  int firmware_timeout_min() default 120;

  @AttributeDefinition(name = "Longest log", description = "MiB, 1 to 4,096")
  int log_max_mib() default 64;

  @AttributeDefinition(name = "Logs", description = "1 to 1,000 that are kept of a station")
  int log_keep() default 5;

  @AttributeDefinition(name = "Time for an upload", description = "min, 1 to 1,440")
  int log_timeout_min() default 30;

  @AttributeDefinition(
      name = "Room on the disk",
      description = "MiB, 0 to 1,048,576, that neither firmware nor logs may take")
  int disk_free_mib() default 256;
}
