package io.tidegate.itests.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.control.Arbiter;
import io.tidegate.api.control.SiteView;
import io.tidegate.api.security.SecretCodec;
import io.tidegate.api.security.SecretUnreadableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.eclipse.kura.channel.ChannelFlag;
import org.eclipse.kura.channel.ChannelRecord;
import org.eclipse.kura.channel.listener.ChannelListener;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.request.RequestHandler;
import org.eclipse.kura.core.configuration.metatype.Tad;
import org.eclipse.kura.driver.Driver;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.type.DataType;
import org.eclipse.kura.type.TypedValues;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** The gateway on a host that behaves as Eclipse Kura does (P4), on Felix and on Equinox. */
class KuraIT {
  private static final String PEAK = "io.tidegate.policy.peak.shaving";
  private static final String METER = "io.tidegate.hardware.modbus.meter";
  private static final String DRIVER = "io.tidegate.host.kura.driver";
  private static final String CLOUD = "io.tidegate.host.kura.cloud";
  private static final String TELEMETRY = CLOUD + ".telemetry";

  @TempDir static Path home;
  private static Host host;

  @BeforeAll
  static void start() throws Exception {
    host = Host.start(home);
    host.plugIn();
    host.kura().create(DRIVER, "site", Map.of());
    Await.until("the driver shows itself", () -> host.kura().shown().containsKey("site"));
  }

  @AfterAll
  static void stop() throws Exception {
    host.close();
  }

  @Test
  void showsEveryComponentWithItsFormAndWritesDefaultsThatAllOfThemTake() throws Exception {
    List<String> forms = new ArrayList<>();
    for (Bundle bundle : host.context().getBundles()) {
      if (bundle.getSymbolicName().startsWith("io.tidegate.")
          && bundle.findEntries("OSGI-INF/metatype", "*.xml", false) != null) {
        bundle
            .findEntries("OSGI-INF/metatype", "*.xml", false)
            .asIterator()
            .forEachRemaining(
                file -> forms.add(file.getPath().replaceFirst(".*/(.*)\\.xml$", "$1")));
      }
    }
    assertThat(forms).hasSizeGreaterThan(20).contains(PEAK, METER, DRIVER, TELEMETRY);
    Await.until("all forms are found", () -> host.kura().forms().containsAll(forms));
    List<String> single = new ArrayList<>(forms);
    for (Bundle bundle : host.context().getBundles()) {
      for (String pid : forms) {
        Form form = Form.read(bundle, pid);
        if (form != null && form.factory()) {
          single.remove(pid);
        }
      }
    }
    Await.until("all components are shown", () -> host.kura().shown().keySet().containsAll(single));
    assertThat(host.kura().complaints).isEmpty();
    assertThat(host.errors).isEmpty();
    assertThat(host.troubles().values())
        .noneMatch(result -> result.toString().contains("config/io.tidegate."));
    assertThat(host.health("kura host").toString()).contains("components and");
  }

  @Test
  void hasPlainTextsAsPidsOfAllServices() throws Exception {
    List<String> wrong = new ArrayList<>();
    int seen = 0;
    for (ServiceReference<?> reference : host.context().getAllServiceReferences(null, null)) {
      for (String name : List.of("service.pid", "kura.service.pid", "service.factoryPid")) {
        Object value = reference.getProperty(name);
        seen += value == null ? 0 : 1;
        if (value != null && !(value instanceof String)) {
          wrong.add(reference + " " + name + " " + Arrays.asList(value));
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(seen).isGreaterThan(20);
  }

  @Test
  void showsInstancesAndBundlesWhileTheyAreThere() throws Exception {
    host.kura().create(METER, "roof", Map.of("name", "roof", "bus", "nowhere"));
    Await.until("it appears", () -> METER.equals(host.kura().instances().get("roof")));
    assertThat(host.kura().shown().get("roof")).startsWith(METER).isNotEqualTo(METER);
    host.kura().delete("roof");
    Await.until("it vanishes", () -> !host.kura().shown().containsKey("roof"));

    Bundle policy = host.bundle(PEAK);
    Await.until("it is there", () -> host.kura().shown().containsKey(PEAK));
    policy.stop();
    Await.until("it goes", () -> !host.kura().shown().containsKey(PEAK));
    policy.start();
    Await.until("it comes back", () -> host.kura().shown().containsKey(PEAK));
  }

  /** The host lets anything through: 999 against a maximum of 50 reaches the component. */
  @Test
  void refusesWhatIsOutOfRangeAndKeepsTheLastGoodOne() throws Exception {
    String watch = "io.tidegate.host.kura.watchdog";
    Await.until("the watchdog's form is shown", () -> host.kura().shown().containsKey(watch));
    host.kura().update(watch, Map.of("timeout.s", 120));
    Await.until("taken", () -> host.health("kura watchdog").toString().contains("120 s"));
    host.kura().update(watch, Map.of("timeout.s", 99_999));
    Await.until("refused", () -> host.health("kura watchdog").toString().contains("timeout.s"));
    assertThat(host.health("kura watchdog").getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(host.watchdog.registered.get(0).getCriticalComponentTimeout()).isEqualTo(120_000);
    host.kura().update(watch, Map.of("timeout.s", 60));
    Await.until("good again", () -> host.health("kura watchdog").isOk());
  }

  @Test
  void readsPasswordsThatTheHostHasEncrypted() throws Exception {
    SecretCodec codec = host.service(SecretCodec.class);
    String kept = new String(host.crypto.encryptAes("open sesame".toCharArray()));
    assertThat(kept).doesNotContain("sesame");
    assertThat(new String(codec.reveal(kept))).isEqualTo("open sesame");
    assertThatThrownBy(() -> codec.reveal("never encrypted"))
        .isInstanceOf(SecretUnreadableException.class)
        .hasMessageNotContaining("never")
        .hasNoCause();
    assertThat(host.health("kura secrets").getStatus()).isEqualTo(Result.Status.WARN);

    host.kura()
        .create(
            "io.tidegate.charging.ocpp.upstream",
            "above",
            Map.of("name", "above", "url", "ws://127.0.0.1:9/ocpp/", "password", "open sesame"));
    Await.until("it is shown", () -> host.kura().shown().containsKey("above"));
    assertThat(host.kura().held("above", "password")).isEqualTo(kept);
    Await.until(
        "it is taken", () -> host.health("upstream above").isOk() || isAmber("upstream above"));
    host.kura().delete("above");
    Await.until("it is gone", () -> !host.kura().shown().containsKey("above"));
    try (Stream<Path> files = Files.walk(home.resolve("log"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        assertThat(Files.readString(file)).doesNotContain("sesame");
      }
    }
  }

  private static boolean isAmber(String check) throws Exception {
    return host.health(check).getStatus() == Result.Status.WARN;
  }

  private static ChannelRecord channel(String point, String subject, DataType type) {
    ChannelRecord record = ChannelRecord.createReadRecord(point, type);
    record.setChannelConfig(Map.of("point", point, "subject", subject));
    return record;
  }

  private static Object read(String point, String subject, DataType type) throws Exception {
    ChannelRecord record = channel(point, subject, type);
    host.service(Driver.class).read(List.of(record));
    return record.getChannelStatus().getChannelFlag() == ChannelFlag.SUCCESS
        ? record.getValue().getValue()
        : record.getChannelStatus().getExceptionMessage();
  }

  private static String write(String point, String subject, Object value) throws Exception {
    ChannelRecord record = ChannelRecord.createWriteRecord(point, TypedValues.newTypedValue(value));
    record.setChannelConfig(Map.of("point", point, "subject", subject));
    host.service(Driver.class).write(List.of(record));
    String message = record.getChannelStatus().getExceptionMessage();
    return message == null ? "" : message;
  }

  @Test
  void readsEvsesVehiclesAndMetersAsChannels() throws Exception {
    Await.until(
        "the vehicle is seen",
        () -> {
          host.measure(3_300, 55);
          return Double.valueOf(55).equals(read("vehicle.soc", "E02", DataType.DOUBLE));
        });
    host.measure(3_300, 55);
    Await.until(
        "power", () -> Long.valueOf(3_300).equals(read("evse.power", "E02", DataType.LONG)));
    assertThat(read("meter.power", "grid", DataType.INTEGER)).isEqualTo(7_500);
    assertThat(read("evse.online", "E02", DataType.BOOLEAN)).isEqualTo(true);
    assertThat(read("evse.availability", "E02", DataType.STRING)).isEqualTo("occupied");
    assertThat((Double) read("evse.charge.limit", "E02", DataType.DOUBLE)).isBetween(0.0, 11_000.0);
    assertThat((String) read("vehicle.session", "E02", DataType.STRING)).isEqualTo("S1");
    assertThat((String) read("vehicle.capacity", "E02", DataType.DOUBLE)).contains("not known");
    assertThat((String) read("evse.power", "E99", DataType.DOUBLE)).contains("no EVSE E99");
    assertThat((String) read("evse.online", "E02", DataType.DOUBLE)).contains("is no number");
    assertThat((String) read("nonsense", "E02", DataType.DOUBLE)).contains("no point");

    BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    ChannelListener listener = event -> told.add(event.getChannelRecord().getValue().getValue());
    Driver driver = host.service(Driver.class);
    Map<String, Object> channel = new HashMap<>();
    channel.put("+name", "soc");
    channel.put("+value.type", "DOUBLE");
    channel.put("point", "vehicle.soc");
    channel.put("subject", "E02");
    driver.registerChannelListener(channel, listener);
    host.measure(3_300, 56);
    Await.until("told of 56", () -> Double.valueOf(56).equals(told.poll(1, TimeUnit.SECONDS)));
    driver.unregisterChannelListener(listener);

    Object fields = driver.getChannelDescriptor().getDescriptor();
    assertThat((List<?>) fields).hasSize(2).hasOnlyElementsOfType(Tad.class);
    assertThat(((Tad) ((List<?>) fields).get(0)).options()).hasSizeGreaterThan(30);
  }

  @Test
  void boundsWhatIsWrittenByTheSafetyEnvelope() throws Exception {
    assertThat(write("evse.power", "E02", 1_000.0)).contains("only be read");
    assertThat(write("evse.request", "E99", 1_000.0)).contains("no EVSE");
    assertThat(write("evse.request", "E02", true)).contains("a number");
    assertThat(write("evse.request", "E02", 1e300)).contains("1e9");
    assertThat(write("node.import.limit.request", "", -5.0)).contains("from 0");
    assertThat(write("evse.limit.request", "E02", 6_000.0)).isEmpty();
    Await.until("it is held down to 6 kW", () -> newest() > 0 && newest() <= 6_000);
    assertThat(write("evse.limit.request", "E02", "")).isEmpty();
    assertThat(write("evse.request", "E02", 900_000.0)).isEmpty();
    assertThat(read("evse.request", "E02", DataType.DOUBLE)).isEqualTo(900_000.0);
    Await.until("all that the EVSE may have, and no more", () -> newest() > 10_000);
    assertThat(write("evse.request", "E02", -900_000.0)).isEmpty();
    Await.until("all that the EVSE may give, and no more", () -> newest() < -9_000);
    assertThat(host.setpoints)
        .allSatisfy(setpoint -> assertThat(setpoint.powerW()).isBetween(-10_000.0, 11_000.0));
    assertThat(write("evse.request", "E02", Double.NaN)).isEmpty();
    assertThat((String) read("evse.request", "E02", DataType.DOUBLE)).contains("nothing");
  }

  /** W of the newest setpoint, which the vehicle follows. */
  private static double newest() throws Exception {
    double powerW =
        host.setpoints.isEmpty() ? 0 : host.setpoints.get(host.setpoints.size() - 1).powerW();
    host.measure(powerW, 55);
    return powerW;
  }

  private static KuraMessage message(Map<String, Object> metrics, String... path) {
    KuraPayload payload = new KuraPayload();
    metrics.forEach(payload::addMetric);
    return new KuraMessage(payload, Map.of("args", List.of(path)));
  }

  private static int code(KuraMessage answer) {
    return (Integer) answer.getPayload().getMetric("response.code");
  }

  private static String body(KuraMessage answer) {
    return new String(answer.getPayload().getBody(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static RequestHandler handler() throws Exception {
    Await.until("V2G-V1 is offered", () -> host.registry.handlers.containsKey("V2G-V1"));
    return host.registry.handlers.get("V2G-V1");
  }

  @Test
  void answersRequestsWithinMandates() throws Exception {
    Await.until("its form is shown", () -> host.kura().shown().containsKey(CLOUD));
    host.service(SiteView.class);
    Await.until(
        "a decision", () -> code(handler().doGet(null, message(Map.of(), "status"))) == 200);
    assertThat(body(handler().doGet(null, message(Map.of(), "status"))))
        .contains("\"site\":\"Kura test\"", "\"evse\":\"E02\"");
    assertThat(body(handler().doGet(null, message(Map.of("limit", 5), "decisions"))))
        .contains("\"decisions\":[");
    assertThat(code(handler().doGet(null, message(Map.of(), "updates")))).isEqualTo(200);
    assertThat(code(handler().doPost(null, message(Map.of(), "updates")))).isEqualTo(403);
    assertThat(code(handler().doDel(null, message(Map.of(), "updates")))).isEqualTo(405);

    Map<String, Object> command = new HashMap<>();
    command.put("id", "kura-1");
    command.put("controller", "dms");
    command.put("priority", "contract");
    command.put("kind", "import-limit");
    command.put("powerW", 100_000.0);
    command.put("start", Instant.now().toString());
    command.put("end", Instant.now().plusSeconds(60).toString());
    assertThat(code(handler().doExec(null, message(command, "command")))).isEqualTo(403);
    host.kura().update(CLOUD, Map.of("controllers", "dms, other", "requests.per.minute", 6_000));
    Await.until(
        "dms may command", () -> code(handler().doExec(null, message(command, "command"))) == 200);
    KuraMessage again = handler().doExec(null, message(command, "command"));
    assertThat(again.getPayload().getMetric("repeated")).isEqualTo(true);
    command.put("powerW", 50_000.0);
    assertThat(code(handler().doExec(null, message(command, "command")))).isEqualTo(409);
    command.put("controller", "other");
    command.put("id", "kura-2");
    assertThat(code(handler().doExec(null, message(command, "command")))).isEqualTo(403);
    assertThat(code(handler().doExec(null, message(Map.of("controller", "dms"), "keep-alive"))))
        .isEqualTo(200);
  }

  @Test
  void ordersAndCancelsUpdatesWhereItMay() throws Exception {
    Await.until("its form is shown", () -> host.kura().shown().containsKey(CLOUD));
    Map<String, Object> order = Map.of("id", "kura-o1", "uri", "http://127.0.0.1:9/release.dp");
    assertThat(code(handler().doPost(null, message(order, "updates")))).isEqualTo(403);
    host.kura().update(CLOUD, Map.of("updates", true, "requests.per.minute", 6_000));
    KuraMessage[] answer = new KuraMessage[1];
    Await.until(
        "the order is taken",
        () -> {
          answer[0] = handler().doPost(null, message(order, "updates"));
          return code(answer[0]) == 200;
        });
    assertThat(body(answer[0])).contains("\"id\":\"kura-o1\"", "\"giver\":\"kura\"");
    assertThat(body(handler().doGet(null, message(Map.of(), "updates", "kura-o1"))))
        .contains("\"id\":\"kura-o1\"");
    assertThat(code(handler().doExec(null, message(Map.of(), "updates", "kura-o1", "cancel"))))
        .isEqualTo(200);
    Await.until(
        "nobody wants it any more",
        () ->
            body(handler().doGet(null, message(Map.of(), "updates", "kura-o1")))
                .contains("\"step\":\"cancelled\""));
    assertThat(code(handler().doExec(null, message(Map.of(), "updates", "kura-o1", "approve"))))
        .isEqualTo(409);
    host.kura().update(CLOUD, Map.of("updates", false));
    Await.until(
        "no more of it", () -> code(handler().doPost(null, message(order, "updates"))) == 403);
  }

  @Test
  void answersHostileRequestsAndGoesOnDeciding() throws Exception {
    RequestHandler handler = handler();
    long decision = host.service(SiteView.class).figures().decisions();
    ExecutorService senders = Executors.newFixedThreadPool(4);
    List<Future<Map<Integer, Integer>>> answers = new ArrayList<>();
    for (int sender = 0; sender < 4; sender++) {
      Hostile hostile = new Hostile(sender);
      answers.add(senders.submit(() -> hostile.send(handler, 1_500)));
    }
    Map<Integer, Integer> codes = new TreeMap<>();
    for (Future<Map<Integer, Integer>> answer : answers) {
      answer.get(120, TimeUnit.SECONDS).forEach((code, n) -> codes.merge(code, n, Integer::sum));
    }
    senders.shutdown();
    assertThat(codes.values().stream().mapToInt(n -> n).sum()).isEqualTo(6_000);
    assertThat(codes.keySet()).allMatch(code -> code >= 200 && code < 500 || code == 503);
    assertThat(codes).containsKeys(400, 404, 405);
    Await.until("its form is shown", () -> host.kura().shown().containsKey(CLOUD));
    host.kura().update(CLOUD, Map.of("requests.per.minute", 60));
    Await.until("too many", () -> code(handler.doGet(null, message(Map.of(), "status"))) == 429);
    host.kura().update(CLOUD, Map.of("requests.per.minute", 6_000));
    Await.until(
        "further decisions",
        () -> host.service(SiteView.class).figures().decisions() > decision + 1);
    assertThat(host.health("kura requests").isOk()).isTrue();
  }

  @Test
  void sendsTelemetryWhenAskedAndDropsWhatTheStoreDoesNotTake() throws Exception {
    Await.until("its form is shown", () -> host.kura().shown().containsKey(TELEMETRY));
    assertThat(host.publisher.published).isEmpty();
    host.kura()
        .update(
            TELEMETRY,
            Map.of(
                "enabled",
                true,
                "interval.s",
                2,
                "CloudPublisher.target",
                "(kura.service.pid=publisher)"));
    Await.until("a message", () -> !host.publisher.published.isEmpty());
    KuraPayload payload = host.publisher.published.get(0).getPayload();
    assertThat(payload.getMetric("sessions")).isEqualTo(1);
    assertThat(payload.getTimestamp()).isNotNull();
    host.publisher.full = true;
    Await.until("amber", () -> host.health("kura telemetry").getStatus() == Result.Status.WARN);
    host.publisher.full = false;
    Await.until("green again", () -> host.health("kura telemetry").isOk());
    host.kura().update(TELEMETRY, Map.of("enabled", false));
  }

  @Test
  void stopsCheckingInWithTheWatchdogWhenTheLoopHangs() throws Exception {
    Await.until("it checks in", () -> host.watchdog.checkIns.get() > 2);
    assertThat(host.watchdog.registered).hasSize(1);
    Bundle arbiter = host.bundle("io.tidegate.core.arbiter");
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch hangs = new CountDownLatch(1);
    Arbiter stuck =
        (picture, bounds, targets) -> {
          hangs.countDown();
          try {
            release.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new IllegalStateException("stuck");
        };
    arbiter.stop();
    ServiceRegistration<Arbiter> registration =
        host.context().registerService(Arbiter.class, stuck, null);
    try {
      assertThat(hangs.await(60, TimeUnit.SECONDS)).isTrue();
      Await.until("it is watched", () -> host.watchdog.registered.size() == 1);
      long before = host.watchdog.checkIns.get();
      // three decisions would have been due
      TimeUnit.SECONDS.sleep(3);
      assertThat(host.watchdog.checkIns.get()).isEqualTo(before);
    } finally {
      release.countDown();
      registration.unregister();
      arbiter.start();
    }
    long hung = host.watchdog.checkIns.get();
    Await.until("it checks in again", () -> host.watchdog.checkIns.get() > hung);
    host.plugIn();
  }
}
