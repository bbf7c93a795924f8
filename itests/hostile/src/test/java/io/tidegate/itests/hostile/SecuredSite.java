package io.tidegate.itests.hostile;

import io.tidegate.itests.harness.Certificates;
import io.tidegate.itests.harness.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The same site behind TLS: nobody comes in without a certificate of the operator's. */
final class SecuredSite {
  static final String OPERATOR = "Harbour";

  private static final String SERVER = "config/keys/server.pem";
  private static final String TRUSTED = "config/keys/stations.pem";

  private SecuredSite() {}

  /** Station of the site file whose certificate may have expired. */
  static String expired(Version version) {
    return HostileSite.identity(HostileSite.STATIONS - 1 - version.ordinal());
  }

  /**
   * @param gateway authority of the gateway's own certificate
   * @param stations authority of those of its stations
   */
  static Home prepare(Path folder, Certificates gateway, Certificates stations) throws Exception {
    StringBuilder listed = new StringBuilder();
    for (Version version : Version.values()) {
      String identity = expired(version);
      listed.append(identity).append(':').append(identity).append(":renew\n");
    }
    String transport = "io.tidegate.charging.ocpp.transport/";
    Home home =
        HostileSite.prepare(folder)
            .write("config/stations.certificates", listed.toString())
            .write(TRUSTED, stations.authorityPem())
            .set(transport + "security.minimum=3")
            .set(transport + "tls.keystore=" + SERVER)
            .set(transport + "tls.truststore=" + TRUSTED)
            .set(transport + "tls.client.auth=required")
            .set(transport + "tls.client.organization=" + OPERATOR);
    secret(home, SERVER, gateway.issue("CN=gateway", "EC").pem());
    return home;
  }

  private static void secret(Home home, String file, String text) throws IOException {
    home.write(file, text);
    Files.setPosixFilePermissions(
        home.folder().resolve(file), PosixFilePermissions.fromString("rw-------"));
  }
}
