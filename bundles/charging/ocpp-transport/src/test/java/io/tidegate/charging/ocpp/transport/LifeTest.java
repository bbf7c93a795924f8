package io.tidegate.charging.ocpp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Connection life: twins, silence, slow readers and writers, reconnects, the end. */
@Isolated("it counts threads")
class LifeTest {
  @TempDir Path home;
  private Rig rig;

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  @Test
  void servesAnOrdinaryClient() throws Exception {
    rig = new Rig(home);
    CompletableFuture<String> answer = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("ocpp1.6", Rig.OCPP)
            .buildAsync(
                URI.create(rig.transport.listening() + "CS01"),
                new WebSocket.Listener() {
                  private final StringBuilder parts = new StringBuilder();

                  @Override
                  public CompletionStage<?> onText(WebSocket ws, CharSequence text, boolean last) {
                    parts.append(text);
                    if (last) {
                      answer.complete(parts.toString());
                    }
                    ws.request(1);
                    return null;
                  }
                })
            .get(5, TimeUnit.SECONDS);
    assertThat(socket.getSubprotocol()).isEqualTo(Rig.OCPP);
    socket.sendText("x".repeat(100_000), true).get(5, TimeUnit.SECONDS);
    assertThat(answer.get(5, TimeUnit.SECONDS)).hasSize(100_000 + 9);
    socket.sendClose(1000, "").get(5, TimeUnit.SECONDS);
    Rig.await(() -> rig.dialect.count("one detached CS01 CLOSED") == 1);
  }

  @Test
  void c1LetsTheNewestOfTwoTwinsWin() throws Exception {
    rig = new Rig(home);
    try (RawClient old = rig.open("CS01")) {
      Rig.await(() -> rig.dialect.count("one attached CS01") == 1);
      try (RawClient young = rig.open("CS01")) {
        assertThat(old.closeCode()).isEqualTo(1000);
        Rig.await(() -> rig.dialect.count("one attached CS01") == 2);
        assertThat(rig.dialect.events)
            .as("the old one is let go before the new one begins")
            .containsSubsequence(
                "one attached CS01", "one detached CS01 CLOSED", "one attached CS01");
        old.close();
        young.text("mine");
        assertThat(young.message()).isEqualTo("[3,\"mine\",{}]");
        assertThat(rig.transport.connections()).hasSize(1);
        assertThat(rig.dialect.count("one detached CS01 CLOSED"))
            .as("the old one's late close changes nothing")
            .isEqualTo(1);
      }
    }
  }

  @Test
  void c2PingsASilentStationAndClosesWhenNothingComesBack() throws Exception {
    rig = new Rig(home, "ping.interval.ms=150", "idle.timeout.ms=600");
    try (RawClient client = rig.open("CS01")) {
      assertThat(client.read().opcode()).as("a ping").isEqualTo(9);
      assertThat(client.closeCode()).isEqualTo(1001);
    }
    Rig.await(() -> rig.dialect.count("one detached CS01 CLOSED") == 1);
  }

  @Test
  void c2KeepsAStationThatAnswersPings() throws Exception {
    rig = new Rig(home, "ping.interval.ms=200", "idle.timeout.ms=1200");
    try (RawClient client = rig.open("CS01")) {
      for (int pings = 0; pings < 7; pings++) {
        assertThat(client.read().opcode()).isEqualTo(9);
        client.frame(0x8A);
      }
      client.text("alive");
      RawClient.Frame frame = client.read();
      while (frame.opcode() == 9) {
        frame = client.read();
      }
      assertThat(frame.text()).isEqualTo("[3,\"alive\",{}]");
    }
  }

  @Test
  void c3DropsAStationThatDoesNotRead() throws Exception {
    rig = new Rig(home, "write.queue.max=65536");
    Socket deaf = new Socket();
    deaf.setReceiveBufferSize(4096);
    deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.port()));
    try (RawClient client = new RawClient(deaf)) {
      client.upgrade("/CS01", Rig.OCPP);
      var mailbox = rig.mailbox("CS01");
      String reply = "[3,\"x\",{\"filler\":\"" + "y".repeat(60_000) + "\"}]";
      long slowest = 0;
      for (int i = 0; i < 400; i++) {
        long start = System.nanoTime();
        mailbox.reply(reply);
        slowest = Math.max(slowest, System.nanoTime() - start);
      }
      Rig.await(() -> rig.dialect.count("one detached CS01 CLOSED") == 1);
      assertThat(slowest).as("the caller never waits").isLessThan(1_000_000_000L);
    }
  }

  @Test
  void c4ClosesOnAFrameThatTrickles() throws Exception {
    rig = new Rig(home, "frame.timeout.ms=300");
    try (RawClient client = rig.open("CS01")) {
      byte[] frame = RawClient.masked(0x81, "slow".getBytes(StandardCharsets.US_ASCII));
      client.write(java.util.Arrays.copyOf(frame, frame.length - 1));
      assertThat(client.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void c4ClosesOnAMessageWhoseFragmentsTrickle() throws Exception {
    rig = new Rig(home, "frame.timeout.ms=300");
    try (RawClient client = rig.open("CS01")) {
      client.frame(0x01, (byte) 'a');
      client.frame(0x89);
      assertThat(client.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void c6HoldsOffAStationThatReconnectsAllTheTimeAndNobodyElse() throws Exception {
    rig = new Rig(home, "reconnect.free=3");
    int refused = 0;
    for (int i = 0; i < 8; i++) {
      try (RawClient client = new RawClient(rig.port())) {
        String head =
            client.exchange(RawClient.request("/CS01", "Sec-WebSocket-Protocol: " + Rig.OCPP));
        if (head.startsWith("HTTP/1.1 503 ")) {
          assertThat(head).containsIgnoringCase("Retry-After:");
          refused++;
        }
      }
    }
    assertThat(refused).isBetween(2, 4);
    try (RawClient other = rig.open("CS02")) {
      other.text("fine");
      assertThat(other.message()).isEqualTo("[3,\"fine\",{}]");
    }
  }

  @Test
  void sendsStationsAwayThatANewSiteFileDoesNotKnow() throws Exception {
    rig = new Rig(home);
    try (RawClient stays = rig.open("CS01");
        RawClient goes = rig.open("CS02")) {
      Rig.await(() -> rig.transport.connections().size() == 2);
      rig.site.set(Sites.of("CS01"));
      rig.transport.siteChanged(rig.site.get());
      assertThat(goes.closeCode()).isEqualTo(1008);
      stays.text("here");
      assertThat(stays.message()).isEqualTo("[3,\"here\",{}]");
    }
  }

  @Test
  void saysGoodbyeAndLeavesNoThreadWithinTwoSeconds() throws Exception {
    Set<Thread> before = threads();
    rig = new Rig(home);
    try (RawClient first = rig.open("CS01");
        RawClient second = rig.open("CS02")) {
      Rig.await(() -> rig.dialect.mailboxes.size() == 2);
      long start = System.nanoTime();
      rig.close();
      assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
      assertThat(first.closeCode()).isEqualTo(1001);
      assertThat(second.closeCode()).isEqualTo(1001);
    }
    assertThat(rig.dialect.events).contains("one detached CS01 CLOSED", "one detached CS02 CLOSED");
    Rig.await(() -> before.containsAll(threads()));
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tidegate"))
        .collect(Collectors.toSet());
  }

  @Test
  void aMailboxThatOutlivesItsTransportRefusesQuietly() throws Exception {
    rig = new Rig(home);
    try (RawClient client = rig.open("CS01")) {
      var mailbox = rig.mailbox("CS01");
      rig.close();
      mailbox.reply("[3,\"late\",{}]");
      mailbox.close(1000, "late");
      assertThat(
              mailbox.call(
                  Rig.call("late", io.tidegate.api.connection.OutboundCall.Urgency.ROUTINE, "")))
          .isFalse();
    }
  }
}
