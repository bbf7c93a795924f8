package io.tidegate.bench.ocpp;

import io.tidegate.bench.BenchGateway;
import io.tidegate.bench.dialect.AnsweringBundle;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The gateway's distribution with its own JVM options, on a generated site. */
final class GatewayServer implements OcppServer {
  /** What a station reports; the meter says the same, so that nothing is curtailed. */
  private static final double STATION_W = 7_000;

  private static final String TRANSPORT = "io.tidegate.charging.ocpp.transport.";

  private final Kind kind;
  private final Path folder;
  private final BenchGateway gateway;

  private GatewayServer(Kind kind, Path folder, BenchGateway gateway) {
    this.kind = kind;
    this.folder = folder;
    this.gateway = gateway;
  }

  static GatewayServer start(Kind kind, Path distribution, int stations) throws Exception {
    Path folder = Files.createTempDirectory("tidegate-load");
    Path used = distribution;
    if (kind != Kind.GATEWAY) {
      used = folder.resolve("distribution");
      AnsweringBundle.addTo(distribution, used);
    }
    BenchGateway gateway =
        new BenchGateway(used.resolve("bin/tidegate").toString(), stations, settings(kind, folder));
    gateway.metered(stations * STATION_W);
    return new GatewayServer(kind, folder, gateway);
  }

  private static List<String> settings(Kind kind, Path folder)
      throws GeneralSecurityException, IOException {
    // storms one after the other are this benchmark's doing, not a station's fault
    List<String> settings = new ArrayList<>(List.of(TRANSPORT + "reconnect.free=1000"));
    if (kind == Kind.MUTUAL_TLS) {
      Authority authority = Authority.create();
      authority.save(folder.resolve("authority.p12"));
      authority.saveTrust(folder.resolve("trust.p12"));
      authority.saveServer(folder.resolve("server.p12"));
      Files.writeString(folder.resolve("password"), Authority.PASSWORD + "\n");
      settings.add(TRANSPORT + "tls.keystore=" + folder.resolve("server.p12"));
      settings.add(TRANSPORT + "tls.truststore=" + folder.resolve("trust.p12"));
      settings.add(TRANSPORT + "tls.password.file=" + folder.resolve("password"));
      settings.add(TRANSPORT + "tls.client.auth=required");
    }
    return settings;
  }

  @Override
  public String name() {
    return kind.label();
  }

  @Override
  public URI url() {
    URI plain = gateway.ocpp();
    return kind == Kind.MUTUAL_TLS
        ? URI.create("wss://127.0.0.1:" + plain.getPort() + plain.getPath())
        : plain;
  }

  @Override
  public long pid() {
    return gateway.pid();
  }

  @Override
  public Path authority() {
    return kind == Kind.MUTUAL_TLS ? folder.resolve("authority.p12") : null;
  }

  @Override
  public void close() throws Exception {
    gateway.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
