package io.tidegate.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.sim.board.ChannelSpec;
import io.tidegate.sim.board.SimulatedBoard;
import io.tidegate.sim.meter.SimulatedMeter;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * Each bundle does its main work once, beside the platform and what it needs, is updated in place,
 * does it again, and goes without leaving a thread. The test shares no class with the bundles: it
 * speaks HTTP, runs tools, and calls services by their names.
 */
class BundleServiceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CONTROL = "io.tidegate.api.control.";
  private static final String[] LOOP = {
    "core.site", "core.journal", "core.safety", "core.arbiter", "core.control"
  };

  private static final String BOOT =
      "{'reason':'PowerUp','chargingStation':{'vendorName':'Peer','model':'One'}}";

  private static Platform platform;
  private static SimulatedMeter meter;
  private static SimulatedBoard board;
  private static int discoveryPort;

  @TempDir static Path home;

  /** Work that a bundle does; throws when it does not. */
  @FunctionalInterface
  interface Work {
    void check() throws Exception;
  }

  record Row(String bundle, Work work, String... beside) {
    @Override
    public String toString() {
      return bundle;
    }
  }

  static Stream<Row> rows() {
    return Stream.of(
        new Row("admin.console", () -> get("/", 200, "<!doctype html>")),
        new Row(
            "admin.backup", () -> tool("name the gateway's home", "backup", "x"), "core.journal"),
        new Row("admin.rest", () -> get("/api/v1/openapi.json", 200, "\"openapi\"")),
        new Row("admin.diagnostics", BundleServiceIT::readsHealth),
        new Row("admin.exi.tool", BundleServiceIT::decodes),
        new Row(
            "admin.pki.tool", () -> tool("tls.keystore = pki", "pki", "make", "pki", "--force")),
        new Row("admin.updates.rest", BundleServiceIT::describesUpdates),
        new Row(
            "admin.release.tool",
            () -> tool("public: ", "release", "key", "new", System.nanoTime() + ".pem")),
        new Row(
            "charging.v2gtp.transport",
            () -> Vehicles.findADoor(platform.context(), discoveryPort)),
        new Row("charging.iso15118.v20", () -> Vehicles.setUpASession(Vehicles.Setup.PART_20)),
        new Row("charging.iso15118.v2", () -> Vehicles.setUpASession(Vehicles.Setup.PART_2)),
        new Row("charging.din70121", () -> Vehicles.setUpASession(Vehicles.Setup.DIN)),
        new Row("core.site", () -> tool("valid", "site", "check", "config/site.yaml")),
        new Row("core.planner", BundleServiceIT::plans, "core.site"),
        new Row("core.arbiter", BundleServiceIT::arbitrates, "core.site", "core.safety"),
        new Row("core.safety", BundleServiceIT::arbitrates, "core.site", "core.arbiter"),
        new Row("core.journal", BundleServiceIT::remembers),
        new Row("core.clock", () -> posts("ClockReport")),
        new Row("core.control", BundleServiceIT::decides, others("core.control")),
        new Row("policy.peak.shaving", BundleServiceIT::answersAPicture, LOOP),
        new Row("policy.frequency.response", BundleServiceIT::answersAPicture, LOOP),
        speaks("v16", "{'chargePointVendor':'Peer','chargePointModel':'One'}"),
        speaks("v201", BOOT),
        speaks("v21", BOOT),
        new Row("charging.slac", BundleServiceIT::triesItsLine),
        new Row("hardware.modbus.bus", BundleServiceIT::readsRegisters, "hardware.modbus.meter"),
        new Row("hardware.modbus.meter", BundleServiceIT::readsRegisters, "hardware.modbus.bus"),
        new Row("hardware.charger.board", BundleServiceIT::closesAContactor),
        new Row("hardware.control.pilot", BundleServiceIT::seesAVehicle, "hardware.charger.board"),
        new Row(
            "charging.secc",
            () -> assertThat(posts("EvseStatus")).contains("E09"),
            "hardware.charger.board",
            "hardware.control.pilot"));
  }

  private static String[] others(String bundle) {
    return Arrays.stream(LOOP).filter(name -> !name.equals(bundle)).toArray(String[]::new);
  }

  /** A dialect beside the loop and the transport: a station of the site file boots. */
  private static Row speaks(String version, String boot) {
    String subprotocol =
        Map.of("v16", "ocpp1.6", "v201", "ocpp2.0.1", "v21", "ocpp2.1").get(version);
    String request = "[2,\"1\",\"BootNotification\"," + boot.replace('\'', '"') + "]";
    List<String> beside = new ArrayList<>(List.of(LOOP));
    beside.add("charging.ocpp.transport");
    return new Row(
        "charging.ocpp." + version,
        () -> boots(subprotocol, request),
        beside.toArray(String[]::new));
  }

  @BeforeAll
  static void startPlatform() throws Exception {
    platform = Platform.start(home);
    int port;
    try (ServerSocket probe = new ServerSocket(0)) {
      port = probe.getLocalPort();
    }
    meter = new SimulatedMeter(port);
    meter.power(12_340);
    meter.mains(230, 50);
    board = new SimulatedBoard(List.of(ChannelSpec.dc(100, 40_000)));
    Path config = home.resolve("config");
    Files.writeString(
        config.resolve("io.tidegate.hardware.charger.board~b9.cfg"),
        "name = b9\nport = tcp:127.0.0.1:" + board.port() + "\nevses = E09\nholdMs = 10000\n");
    Files.writeString(
        config.resolve("io.tidegate.hardware.control.pilot~E09.cfg"), "name = E09.pilot\n");
    Files.writeString(config.resolve("io.tidegate.charging.secc~E09.cfg"), "evse = E09\n");
    Files.createDirectories(config.resolve("registers"));
    Files.writeString(
        config.resolve("registers/simulated.yaml"),
        "meter: Simulated meter\nregisters:\n"
            + "  - {quantity: active_power_w, register: 40001, type: int16, scale: 10}\n"
            + "  - {quantity: voltage_v, register: 40003, type: uint16, scale: 0.1}\n");
    Files.writeString(
        config.resolve("io.tidegate.hardware.modbus.bus~grid.cfg"),
        "name = grid\nhost = 127.0.0.1\nport = " + port + "\n");
    Files.writeString(
        config.resolve("io.tidegate.hardware.modbus.meter~grid.cfg"),
        "name = grid\nbus = grid\nmap = simulated\n");
    try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName("::1"))) {
      discoveryPort = probe.getLocalPort();
    }
    Files.writeString(
        config.resolve("io.tidegate.charging.v2gtp.transport.cfg"),
        "doors = E01@lo:" + discoveryPort + "\ntls = off\n");
    Files.writeString(
        config.resolve("io.tidegate.charging.slac~E01.cfg"), "evse = E01\ninterface = lo\n");
  }

  @AfterAll
  static void stopPlatform() throws Exception {
    meter.close();
    platform.close();
    board.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void worksIsUpdatedWorksAgainAndLeavesNothing(Row row) throws Exception {
    Set<String> threads = threads();
    List<Bundle> bundles = new ArrayList<>();
    for (String name : row.beside()) {
      bundles.add(start(name));
    }
    Bundle bundle = start(row.bundle());
    bundles.add(bundle);
    try {
      row.work().check();
      try (InputStream again = Files.newInputStream(jar(row.bundle()).file())) {
        bundle.update(again);
      }
      assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
      row.work().check();
    } finally {
      for (int i = bundles.size() - 1; i >= 0; i--) {
        bundles.get(i).stop();
        bundles.get(i).uninstall();
      }
    }
    await("threads are left: " + threads(), () -> threads.containsAll(threads()));
  }

  private static Site.Jar jar(String name) {
    return Site.jar("io.tidegate." + name);
  }

  private static Bundle start(String name) throws Exception {
    Bundle bundle = platform.install(jar(name));
    bundle.start();
    return bundle;
  }

  private static void readsHealth() throws Exception {
    Object health = call(service("io.tidegate.api.operation.HealthBoard"), "read");
    assertThat(health.toString()).contains("status=", "checks=");
  }

  private static void plans() throws Exception {
    Files.writeString(
        home.resolve("prices.csv"),
        "start,import,export,load\n"
            + "2026-01-01T18:00:00Z,0.30,0.10,10\n2026-01-01T22:00:00Z,0.10,0.05,5\n");
    tool("E01", "optimise", "--site", "config/site.yaml", "--prices", "prices.csv");
  }

  private static void arbitrates() throws Exception {
    tool("E01", "arbitrate", "--site", "config/site.yaml");
  }

  private static void remembers() throws Exception {
    Object ledger = service("io.tidegate.api.journal.OnceLedger");
    String key = "key-" + System.nanoTime();
    byte[] content = {1, 2, 3};
    Instant now = Instant.now();
    Duration keep = Duration.ofDays(1);
    assertThat(get(call(ledger, "once", "smoke", key, content, now, keep))).hasToString("NEW");
    assertThat(get(call(ledger, "once", "smoke", key, content, now, keep))).hasToString("REPEATED");
    Object state = service("io.tidegate.api.journal.StateStore");
    get(call(state, "put", "smoke", key, content));
    assertThat(((Map<?, ?>) call(state, "all", "smoke")).containsKey(key)).isTrue();
  }

  private static Object get(Object stage) throws Exception {
    return ((CompletionStage<?>) stage).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static Object decides() throws Exception {
    Object view = service(CONTROL + "SiteView");
    await("a decision", () -> ((Optional<?>) call(view, "latest")).isPresent());
    Object latest = ((Optional<?>) call(view, "latest")).orElseThrow();
    assertThat((List<?>) call(latest, "powerW")).isNotEmpty();
    return call(latest, "picture");
  }

  private static void answersAPicture() throws Exception {
    assertThat(call(service(CONTROL + "Policy"), "evaluate", decides())).isInstanceOf(List.class);
  }

  private static void boots(String subprotocol, String request) throws Exception {
    Object port = service("io.tidegate.api.connection.Switchboard");
    await("the OCPP port listens", () -> !call(port, "listening").toString().isEmpty());
    URI station = URI.create(call(port, "listening").toString()).resolve("CS01");
    await(
        subprotocol + " is spoken",
        () -> {
          Station listener = new Station();
          WebSocket socket =
              HttpClient.newHttpClient()
                  .newWebSocketBuilder()
                  .subprotocols(subprotocol)
                  .buildAsync(station, listener)
                  .exceptionally(refused -> null)
                  .get(10, TimeUnit.SECONDS);
          if (socket == null) {
            return false;
          }
          socket.sendText(request, true).get(10, TimeUnit.SECONDS);
          String answer = "";
          while (!answer.startsWith("[3,\"1\",")) {
            answer = listener.received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(answer).as("an answer over " + subprotocol).isNotNull();
          }
          socket.abort();
          assertThat(answer).contains("\"status\":\"Accepted\"");
          return true;
        });
  }

  /** The loopback interface is none of Ethernet, which its thread finds out and says, if it may. */
  private static void triesItsLine() throws Exception {
    Object link = service("io.tidegate.api.vehicle.PlcLink", "(tidegate.evse=E01)");
    call(link, "match");
    await(
        "the line is tried",
        () ->
            call(call(link, "report"), "detail")
                .toString()
                .matches(".* lo (is no Ethernet|needs the capability CAP_NET_RAW)"));
  }

  private static void readsRegisters() throws Exception {
    assertThat(posts("MeterReading")).contains("12340");
  }

  private static void closesAContactor() throws Exception {
    Object contactor =
        service("io.tidegate.api.device.Contactor", "(tidegate.device=E09.contactor)");
    await(
        "the board takes a close",
        () -> {
          try {
            call(contactor, "set", true);
            return true;
          } catch (InvocationTargetException late) {
            return false;
          }
        });
    await("the contactor closes", () -> call(contactor, "feedback").toString().contains("true"));
    call(contactor, "set", false);
    await("it opens", () -> !board.evse(0).energised());
  }

  private static void seesAVehicle() throws Exception {
    Object pilot = service("io.tidegate.api.device.ControlPilot", "(tidegate.device=E09.pilot)");
    await("state A", () -> call(pilot, "state").toString().contains("[A]"));
    board.evse(0).connect();
    await("state B", () -> call(pilot, "state").toString().contains("[B]"));
    board.evse(0).tear();
  }

  static Class<?> type(String api, String name) throws Exception {
    return Arrays.stream(platform.context().getBundles())
        .filter(b -> ("io.tidegate.api." + api).equals(b.getSymbolicName()))
        .findFirst()
        .orElseThrow()
        .loadClass("io.tidegate.api." + api + "." + name);
  }

  /** Stands in for the control loop and waits for an input of a kind. */
  private static String posts(String kind) throws Exception {
    Class<?> inbox = type("control", "SiteInbox");
    BlockingQueue<String> posted = new LinkedBlockingQueue<>();
    Object proxy =
        Proxy.newProxyInstance(
            inbox.getClassLoader(),
            new Class<?>[] {inbox},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "post" -> posted.add(arguments[0].toString());
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" -> self == arguments[0];
                  default -> "inbox";
                });
    ServiceRegistration<?> registration =
        platform.context().registerService(inbox.getName(), proxy, null);
    try {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      String input = "";
      while (!input.startsWith(kind)) {
        input = posted.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        assertThat(input).as("an input " + kind + " within " + PATIENCE).isNotNull();
      }
      return input;
    } finally {
      registration.unregister();
    }
  }

  /** Runs a tool as the launcher does, in types of the JDK alone. */
  private static void decodes() throws Exception {
    Files.writeString(home.resolve("frames.hex"), "804080\n");
    tool("supportedAppProtocolRes", "exi", "decode", "frames.hex");
  }

  private static void tool(String expected, String name, String... arguments) throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(said, true, StandardCharsets.UTF_8);
    Map<String, Object> question =
        Map.of(
            "action", "run",
            "name", name,
            "arguments", List.of(arguments),
            "directory", home,
            "out", print,
            "err", print);
    await(
        name + " runs",
        () -> {
          said.reset();
          Object tools = service(Function.class.getName(), "(tidegate.launcher=tools)");
          @SuppressWarnings("unchecked")
          Object code = ((Function<Object, Object>) tools).apply(question);
          return code != null;
        });
    assertThat(said.toString(StandardCharsets.UTF_8)).contains(expected).doesNotContain("usage:");
  }

  private static void describesUpdates() throws Exception {
    Object endpoint =
        service(
            "io.tidegate.api.operation.Endpoint",
            "(component.name=io.tidegate.admin.updates.rest)");
    assertThat(call(endpoint, "description").toString()).contains("/api/v1/features");
  }

  private static void get(String path, int status, String text) throws Exception {
    ServiceReference<?> runtime =
        reference("org.osgi.service.servlet.runtime.HttpServiceRuntime", null);
    await("the web server listens", () -> runtime.getProperty("osgi.http.endpoint") != null);
    String base = ((String[]) runtime.getProperty("osgi.http.endpoint"))[0];
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base).resolve(path)).timeout(PATIENCE).build();
    HttpClient client = HttpClient.newHttpClient();
    await(
        path + " is served",
        () -> {
          HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
          return answer.statusCode() == status && answer.body().contains(text);
        });
  }

  static Object service(String type) throws Exception {
    return service(type, null);
  }

  private static Object service(String type, String filter) throws Exception {
    return platform.context().getService(reference(type, filter));
  }

  private static ServiceReference<?> reference(String type, String filter) throws Exception {
    List<ServiceReference<?>> found = new ArrayList<>();
    await(
        "a service " + type,
        () -> {
          ServiceReference<?>[] all = platform.context().getAllServiceReferences(type, filter);
          found.addAll(all == null ? List.of() : Arrays.asList(all));
          return !found.isEmpty();
        });
    return found.get(0);
  }

  /** Calls a method of a service's interface or of a record. */
  static Object call(Object target, String name, Object... arguments) throws Exception {
    Method method =
        Stream.concat(
                Arrays.stream(target.getClass().getInterfaces()), Stream.of(target.getClass()))
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .filter(m -> m.getName().equals(name) && m.getParameterCount() == arguments.length)
            .min(Comparator.comparing(m -> m.getDeclaringClass().isInterface() ? 0 : 1))
            .orElseThrow(() -> new NoSuchMethodException(target.getClass() + "." + name));
    return method.invoke(target, arguments);
  }

  /** Names of our threads: no bundle leaves one. */
  private static Set<String> threads() {
    Set<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("tidegate")) {
        names.add(thread.getName());
      }
    }
    return names;
  }

  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  static void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
