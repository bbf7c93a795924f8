package io.tidegate.itests.updates;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import io.tidegate.itests.harness.Swap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** A gateway that takes releases of the test's own works. */
final class Scene implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Set<String> ENDS =
      Set.of("CONFIRMED", "ROLLED_BACK", "REFUSED", "CANCELLED");

  private final Home home;
  private final Path copy;
  private final Works works;
  private Gateway gateway;
  private Swap hand;
  private int orders;

  Scene(Home home, Path folder) throws Exception {
    this(home, folder, 20_000);
  }

  /**
   * @param deadlineMs how long a bundle may take to start
   */
  Scene(Home home, Path folder, int deadlineMs) throws Exception {
    this.home =
        home.set("io.tidegate.core.clock/source=assumed")
            .set("io.tidegate.admin.updates/probation.s=1")
            .set("io.tidegate.admin.updates/grace.ms=400")
            .set("io.tidegate.admin.updates/start.timeout.ms=10000")
            .set("io.tidegate.admin.updates/start.deadline.ms=" + deadlineMs);
    copy = Gateway.copy(folder.resolve("distribution"));
    works = new Works(copy, folder.resolve("archives"));
  }

  Scene start() throws Exception {
    gateway = again().awaitReady();
    hand = new Swap(gateway, home.folder().resolve("../jars"));
    return this;
  }

  /** Starts it once more, without waiting until it is ready. */
  Gateway again() throws IOException {
    return Gateway.again(home, copy);
  }

  /** To the hand within a container that was started anew. */
  void reconnect() throws IOException {
    hand.close();
    hand = new Swap(gateway, home.folder().resolve("../jars"));
  }

  void kill() throws Exception {
    hand.close();
    gateway.kill();
  }

  Home home() {
    return home;
  }

  Gateway gateway() {
    return gateway;
  }

  Swap hand() {
    return hand;
  }

  Works works() {
    return works;
  }

  /** Gives an order; its id. */
  String order(Path archive) throws IOException {
    String id = "order-" + ++orders;
    String answer = hand.ask("order " + id + " " + archive);
    if (!answer.startsWith(id + " ")) {
      throw new AssertionError(answer);
    }
    return id;
  }

  /** Gives an order for what a server has; its id. */
  String orderFrom(String uri) throws IOException {
    String id = "order-" + ++orders;
    String answer = hand.ask("order-from " + id + " " + uri);
    if (!answer.startsWith(id + " ")) {
      throw new AssertionError(answer);
    }
    return id;
  }

  /** Step and code of an order, and its sentence: three words and more. */
  String[] view(String id) throws IOException {
    return hand.ask("view " + id).split(" ", 4);
  }

  /** An order that has ended, as REST tells it, with what the gateway took after it. */
  JsonNode ended(String id) throws Exception {
    JsonNode[] last = new JsonNode[1];
    Await.until(
        id + " as REST tells it",
        PATIENCE,
        () -> {
          last[0] = gateway.rest().get("/api/v1/updates/" + id).body();
          return last[0].path("ended").asBoolean() && last[0].has("before") == last[0].has("after");
        },
        () -> last[0] + "\n" + gateway.story());
    return last[0];
  }

  /** Waits for a step, or for the end. */
  String[] await(String id, String step) throws Exception {
    String[][] last = new String[1][];
    Await.until(
        id + " at " + step,
        PATIENCE,
        () -> {
          last[0] = view(id);
          return last[0][1].equals(step) || ENDS.contains(last[0][1]);
        },
        () -> String.join(" ", last[0]) + "\n" + gateway.story());
    if (!last[0][1].equals(step) && !step.equals("END")) {
      throw new AssertionError(
          "wanted " + step + ", got " + String.join(" ", last[0]) + "\n" + gateway.story());
    }
    return last[0];
  }

  @Override
  public void close() throws Exception {
    if (hand != null) {
      hand.close();
    }
    if (gateway != null) {
      gateway.close();
    }
  }
}
