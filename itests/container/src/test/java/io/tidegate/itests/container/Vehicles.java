package io.tidegate.itests.container;

import static io.tidegate.itests.container.BundleServiceIT.await;
import static io.tidegate.itests.container.BundleServiceIT.call;
import static io.tidegate.itests.container.BundleServiceIT.service;
import static io.tidegate.itests.container.BundleServiceIT.type;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** What vehicles say to bundles that are alone, by the names of the api's types. */
final class Vehicles {
  /** supportedAppProtocolReq for a protocol that nobody speaks, and the answer; in V2GTP. */
  private static final String HANDSHAKE =
      "01fe80010000001f8000c3ab9371d3737b137b23c9d39b832b0b5b99d3a3434b98020000040040";

  private static final String NO_NEGOTIATION = "01fe800100000003804880";

  private static final int PATIENCE_MS = 20_000;

  private Vehicles() {}

  /**
   * The beginning of a session.
   *
   * @param namespace that the dialect names
   * @param request SessionSetupReq
   * @param response the EXI header, and the code of the response or of the document
   * @param schema of the slot afterwards
   */
  record Setup(String namespace, int payloadType, String request, String response, String schema) {
    static final Setup PART_20 =
        new Setup(
            "urn:iso:std:iso:15118:-20:DC",
            0x8002,
            "808c040000000000000000080f7c4d50620b2ba6a4ab1899199a1a9b1b9c1c9820a121a222ac00",
            "8090",
            "iso15118-20/session/1");
    static final Setup PART_2 =
        new Setup(
            "urn:iso:15118:2:2013:MsgDef",
            0x8001,
            "809802000000000000000011d01828000000000400",
            "8098",
            "iso15118-2/session/1");
    static final Setup DIN =
        new Setup(
            "urn:din:70121:2012:MsgDef",
            0x8001,
            "809a02000000000000000011d01828000000000400",
            "809a",
            "din70121/session/1");
  }

  /**
   * Stands in for an EVSE: its vehicle finds the door and hears that nobody speaks its protocol.
   */
  static void findADoor(BundleContext context, int discoveryPort) throws Exception {
    Object evse = type("quantity", "EvseId").getConstructor(String.class).newInstance("E01");
    Class<?> unit = type("vehicle", "EvseUnit");
    ServiceRegistration<?> registration =
        context.registerService(unit.getName(), stand(unit, Map.of("id", evse)), null);
    try (DatagramSocket discovery = new DatagramSocket(0, InetAddress.getByName("::1"))) {
      discovery.setSoTimeout(250);
      byte[] question = HexFormat.of().parseHex("01fe9000000000021000");
      DatagramPacket answer = new DatagramPacket(new byte[64], 64);
      await(
          "an answer to discovery",
          () -> {
            discovery.send(
                new DatagramPacket(
                    question, question.length, InetAddress.getByName("::1"), discoveryPort));
            try {
              discovery.receive(answer);
              return true;
            } catch (SocketTimeoutException e) {
              return false;
            }
          });
      assertThat(answer.getLength()).isEqualTo(28);
      int port = (answer.getData()[24] & 0xff) << 8 | (answer.getData()[25] & 0xff);
      try (Socket vehicle = new Socket(InetAddress.getByName("::1"), port)) {
        vehicle.setSoTimeout(PATIENCE_MS);
        vehicle.getOutputStream().write(HexFormat.of().parseHex(HANDSHAKE));
        assertThat(HexFormat.of().formatHex(vehicle.getInputStream().readAllBytes()))
            .isEqualTo(NO_NEGOTIATION);
      }
    } finally {
      registration.unregister();
    }
  }

  /** Stands in for transport and EVSE: a vehicle begins a session. */
  static void setUpASession(Setup setup) throws Exception {
    Object dialect = service("io.tidegate.api.vehicle.VehicleDialect");
    assertThat(call(dialect, "protocols").toString()).contains(setup.namespace());
    Class<?> unit = type("vehicle", "EvseUnit");
    Object evse =
        stand(
            unit,
            Map.of(
                "rating", blank(type("vehicle", "EvseRating")),
                "view", blank(type("vehicle", "EvseView"))));
    List<Object> sent = new ArrayList<>();
    Object[] slot = {blank(type("connection", "Slot"))};
    Object peer = blank(type("vehicle", "VehiclePeer"));
    Class<?> lines = type("vehicle", "VehicleLine");
    Object line =
        stand(
            lines,
            (self, method, given) ->
                switch (method.getName()) {
                  case "peer" -> peer;
                  case "evse" -> evse;
                  case "slot" -> {
                    slot[0] = given == null ? slot[0] : given[0];
                    yield slot[0];
                  }
                  case "send" -> {
                    sent.add(given[1]);
                    yield null;
                  }
                  default -> null;
                });
    call(dialect, "attached", line);
    call(dialect, "received", line, setup.payloadType(), HexFormat.of().parseHex(setup.request()));
    assertThat(sent).hasSize(1);
    assertThat(HexFormat.of().formatHex((byte[]) sent.get(0))).startsWith(setup.response());
    assertThat(call(slot[0], "schema")).hasToString(setup.schema());
  }

  private static Object stand(Class<?> type, Map<String, Object> answers) {
    return stand(type, (self, method, given) -> answers.get(method.getName()));
  }

  private static Object stand(Class<?> type, InvocationHandler answers) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, given) ->
            switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(self);
              case "equals" -> self == given[0];
              case "toString" -> type.getSimpleName();
              default -> answers.invoke(self, method, given);
            });
  }

  /** A record with nothing in it that its types do not ask for. */
  private static Object blank(Class<?> type) throws Exception {
    if (type == double.class) {
      return 0.0;
    } else if (type == long.class) {
      return System.nanoTime();
    } else if (type == int.class) {
      return 1;
    } else if (type == boolean.class) {
      return false;
    } else if (type == byte[].class) {
      return new byte[64];
    } else if (type == String.class) {
      return "";
    } else if (type == Optional.class) {
      return Optional.empty();
    } else if (type == List.class) {
      return List.of();
    } else if (type == Instant.class) {
      return Instant.now();
    } else if (type == Duration.class) {
      return Duration.ZERO;
    } else if (type.isEnum()) {
      return type.getEnumConstants()[0];
    } else if (type.getSimpleName().equals("EvseId")) {
      return type.getConstructor(String.class).newInstance("E01");
    }
    Constructor<?> whole = type.getConstructors()[0];
    Object[] values = new Object[whole.getParameterCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = blank(whole.getParameterTypes()[i]);
    }
    return whole.newInstance(values);
  }
}
