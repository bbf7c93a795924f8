package io.tidegate.itests.peers.powercut;

import io.tidegate.itests.harness.Rest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A grid operator with one short command after the other. */
final class ControllerPlayer extends Player {
  /** Leaves the emulated processor to the stations. */
  private static final long PAUSE_MS = 300;

  private final Rest rest;
  private int number;

  ControllerPlayer(Rest rest, int boot, List<Item> again, int most) {
    super(Item.CONTROLLER, boot, again, most);
    this.rest = rest;
  }

  /** {@code repeated} or {@code new}, as the gateway says. */
  @Override
  String tell(Item item) throws Exception {
    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    Rest.Answer answer =
        rest.send(
            rest.request("/api/v1/grid-commands")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(item.payload())));
    if (answer.status() != 202) {
      throw new IOException(answer.status() + " " + answer.text());
    }
    return answer.body().path("repeated").asBoolean() ? "repeated" : "new";
  }

  @Override
  Item next(String id) {
    Instant start = stamp();
    // a few seconds: no more than 64 may be in force
    return new Item(
        id,
        Item.CONTROLLER,
        "grid-command",
        "{\"id\":\""
            + id
            + "\",\"controller\":\"dms\",\"priority\":\"grid-emergency\",\"kind\":\"vehicle-power\","
            + "\"powerW\":"
            + (1_000 + number++)
            + ",\"start\":\""
            + start
            + "\",\"end\":\""
            + start.plusSeconds(5)
            + "\"}");
  }
}
