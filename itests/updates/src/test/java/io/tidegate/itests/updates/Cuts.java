package io.tidegate.itests.updates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidegate.codec.release.Swap;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.TalkingStation;
import io.tidegate.itests.updates.Works.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * A gateway that is killed in the middle of an update and started again, over and over: each time
 * with a newer version of the dialect that its station speaks.
 */
final class Cuts implements AutoCloseable {
  private static final String DIALECT = "io.tidegate.charging.ocpp.v201";
  private static final String API = "io.tidegate.api.journal";
  private static final String STATION = "CS1";
  private static final String NAME = "dialects";

  private final Scene scene;
  private final CountDownLatch stalled = new CountDownLatch(1);
  private HttpServer server;
  private volatile byte[] offered = {};
  private volatile boolean stalls;
  private String version = "";
  private String running = "";
  private int number;

  Cuts(Path folder) throws Exception {
    Home home =
        Home.in(folder)
            .write(
                "config/site.yaml",
                "site: Cuts\ngrid: {importCapKw: 100, exportCapKw: 0, buildingDesignLoadKw: 0}\n"
                    + "stations:\n  - {id: CS1, evses: [{id: E1, number: 1, node: grid, phases: L123,"
                    + " maxChargeKw: 11, safeShareKw: 0}]}\n");
    scene = new Scene(home, folder).start();
    running = versions(DIALECT);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4);
    server.createContext("/", this::serve);
    server.setExecutor(
        task -> {
          Thread thread = new Thread(task, "release-server");
          thread.setDaemon(true);
          thread.start();
        });
    server.start();
  }

  /** Half of it, and nothing more, while it stalls; what is asked for else. */
  private void serve(HttpExchange exchange) throws IOException {
    byte[] all = offered;
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=([0-9]+)-.*", "$1"));
    exchange.getResponseHeaders().set("ETag", "\"" + all.length + "\"");
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (all.length - 1) + "/" + all.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, all.length - from);
    try (OutputStream out = exchange.getResponseBody()) {
      if (stalls) {
        out.write(all, from, (all.length - from) / 2);
        out.flush();
        stalled.await();
      }
      out.write(all, from, all.length - from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String versions(String bundle) throws IOException {
    return scene.hand().ask("versions " + bundle);
  }

  private Path next(Fault fault) throws Exception {
    version = "1.0." + ++number;
    return scene
        .works()
        .release(NAME, 1, scene.works().another(DIALECT, version, Swap.BLUE_GREEN, fault));
  }

  private void killAndStart() throws Exception {
    scene.kill();
    readable();
    scene.start();
  }

  /**
   * What lies on the disk between the two lives: a whole state, and jars that are what they say.
   */
  private void readable() throws Exception {
    Path folder = scene.home().folder().resolve("data/updates");
    assertThat(new ObjectMapper().readTree(folder.resolve("state.json").toFile()).path("format"))
        .hasToString("1");
    try (Stream<Path> jars = Files.list(folder.resolve("store/sha256"))) {
      for (Path jar : (Iterable<Path>) jars::iterator) {
        String name = jar.getFileName().toString();
        if (name.endsWith(".jar")) {
          byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
          assertThat(name).isEqualTo(HexFormat.of().formatHex(digest) + ".jar");
        }
      }
    }
  }

  /** Its station boots, and what it says is answered by the dialect that runs. */
  private void served() throws Exception {
    try (TalkingStation station = TalkingStation.connect(scene.home(), STATION, "ocpp2.0.1")) {
      assertThat(
              station
                  .call(
                      "BootNotification",
                      "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\",\"vendorName\":\"V\"}}")
                  .path(2)
                  .path("status")
                  .asText())
          .isEqualTo("Accepted");
    }
  }

  /** Nothing of it is there, the order says so, and the same release goes in at the next try. */
  private void undone(String id, Path archive, String code) throws Exception {
    String[] end = scene.await(id, "ROLLED_BACK");
    assertThat(end[2]).isEqualTo(code);
    assertThat(versions(DIALECT)).isEqualTo(running);
    served();
    open();
    confirmed(scene.order(archive));
  }

  /** It is in force alone, and nothing is left of what it took. */
  private void confirmed(String id) throws Exception {
    scene.await(id, "CONFIRMED");
    running = version + ":32";
    Await.until(
        version + " alone",
        Scene.PATIENCE,
        () -> versions(DIALECT).equals(running),
        scene.gateway()::story);
    served();
    Path folder = scene.home().folder().resolve("data/updates");
    Await.until(
        "nothing is left over",
        Scene.PATIENCE,
        () -> names(folder.resolve("incoming")).isEmpty() && drafts(folder).isEmpty(),
        () -> names(folder.resolve("incoming")) + " " + drafts(folder));
  }

  private static List<String> names(Path folder) {
    String[] names = folder.toFile().list();
    return names == null ? List.of() : Arrays.asList(names);
  }

  private static List<String> drafts(Path folder) {
    return names(folder.resolve("store/sha256")).stream()
        .filter(name -> !name.endsWith(".jar"))
        .toList();
  }

  private Path gate(String name) {
    return scene.home().folder().resolve(name);
  }

  private void shut(String... gates) throws IOException {
    for (String gate : gates) {
      Files.writeString(gate(gate), "");
    }
  }

  private void open() throws IOException {
    for (String gate : List.of("gate-red", "gate-start", "gate-stop")) {
      Files.deleteIfExists(gate(gate));
      Files.deleteIfExists(gate(gate + ".reached"));
    }
  }

  /** Killed as soon as the state says that it is at that step. */
  private String at(String step, Path archive) throws Exception {
    scene.hand().ask("halt " + step);
    String id = scene.order(archive);
    scene.await(id, step);
    killAndStart();
    return id;
  }

  /** Killed before anything was touched: it goes on by itself. */
  void before(String step) throws Exception {
    confirmed(at(step, next(Fault.NONE)));
  }

  /** Killed with some of the bundles exchanged: it is undone. */
  void during(String step) throws Exception {
    Path archive = next(Fault.NONE);
    undone(at(step, archive), archive, "INTERRUPTED");
  }

  /** Killed between the confirmation and the end of the old bundles. */
  void afterConfirmation() throws Exception {
    confirmed(at("CONFIRMED", next(Fault.NONE)));
  }

  /** Killed when it was undone, before anything was swept away. */
  void afterRollback() throws Exception {
    Path archive = next(Fault.GATED);
    shut("gate-red");
    undone(at("ROLLED_BACK", archive), archive, "UNHEALTHY");
  }

  /** Killed half-way through the download: it is resumed. */
  void inTheDownload() throws Exception {
    offered = Files.readAllBytes(next(Fault.NONE));
    stalls = true;
    Path part = scene.home().folder().resolve("data/updates/incoming");
    String id = scene.orderFrom("http://127.0.0.1:" + server.getAddress().getPort() + "/r.dp");
    Await.until(
        "half of it",
        Scene.PATIENCE,
        () -> names(part).stream().anyMatch(n -> new java.io.File(part.toFile(), n).length() > 9),
        scene.gateway()::story);
    stalls = false;
    killAndStart();
    confirmed(id);
  }

  /** Killed while the new bundle starts. */
  void inTheStart() throws Exception {
    Path archive = next(Fault.GATED);
    shut("gate-start");
    String id = scene.order(archive);
    reached("gate-start");
    killAndStart();
    undone(id, archive, "INTERRUPTED");
  }

  /** Killed while the new bundle is being taken away again. */
  void inTheRollback() throws Exception {
    Path archive = next(Fault.GATED);
    shut("gate-red", "gate-stop");
    String id = scene.order(archive);
    reached("gate-stop");
    killAndStart();
    undone(id, archive, "INTERRUPTED");
  }

  private void reached(String gate) throws Exception {
    Await.until(
        gate, Scene.PATIENCE, () -> Files.exists(gate(gate + ".reached")), scene.gateway()::story);
  }

  private Path api(String shown, int probationS) throws Exception {
    return scene
        .works()
        .release("api", probationS, scene.works().another(API, shown, Swap.RESTART, Fault.NONE));
  }

  /** Killed when the container is about to start anew: the start is tried. */
  void beforeAStartOnTrial() throws Exception {
    String id = at("START", api("1.0.900", 1));
    scene.await(id, "CONFIRMED");
    assertThat(versions(API)).isEqualTo("1.0.900:32");
    assertThat(versions(DIALECT)).isEqualTo(running);
    served();
  }

  /** Killed in each of three starts on trial: it is given up. */
  void inEachStartOnTrial() throws Exception {
    String before = versions(API);
    String id = at("START", api("1.0.901", 600));
    for (int trial = 1; trial <= 3; trial++) {
      scene.await(id, "PROBATION");
      assertThat(versions(API)).isEqualTo("1.0.901:32");
      killAndStart();
    }
    assertThat(scene.await(id, "ROLLED_BACK")[2]).isEqualTo("INTERRUPTED");
    assertThat(versions(API)).isEqualTo(before);
    assertThat(versions(DIALECT)).isEqualTo(running);
    served();
  }

  @Override
  public void close() throws Exception {
    stalled.countDown();
    if (server != null) {
      server.stop(0);
    }
    scene.close();
  }
}
